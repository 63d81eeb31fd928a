import { JOBS } from './template-jobs.ts';

const work = JOBS[self.name as keyof typeof JOBS] as (request: unknown) => unknown;

/** Works beside the page's own thread, so that typing never waits for it. One answer for each request, in order. */
self.addEventListener('message', ({ data }: MessageEvent<unknown>) => self.postMessage(work(data)));
