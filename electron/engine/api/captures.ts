import type { Engine } from '../engine.ts';
import { captureStream } from './capture-stream.ts';
import { notThere, os, type Section } from './implementer.ts';

/** Rows a batch of the stream. */
const BATCH = 500;

/** What the receiver has taken in. */
export function capturesRouter(engine: Engine): Section<'captures'> {
  const { captures } = engine;
  return {
    list: os.captures.list.handler(({ input }) => captures.list(input)),
    get: os.captures.get.handler(({ input }) => {
      const capture = captures.get(input.id, input.bodyLimit);
      if (capture === undefined) throw notThere('PB_CAPTURE_UNKNOWN', 'capture');
      return capture;
    }),
    clear: os.captures.clear.handler(({ input }) => ({ removed: captures.clear(input?.upTo) })),
    remove: os.captures.remove.handler(({ input }) => ({ removed: captures.remove(input.ids) })),
    follow: os.captures.follow.handler(({ input, signal }) =>
      captureStream(engine, input.after, BATCH, signal),
    ),
  };
}
