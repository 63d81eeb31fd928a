import type { Finding } from '../../../shared/template/lint/finding.ts';
import { type Lintable, type LintOptions, lintPostback } from '../../../shared/template/lint/lint.ts';

export interface LintRequest {
  postback: Lintable;
  options: LintOptions;
}

/** Lints beside the page's own thread, so that typing never waits for it. One answer for each request, in order. */
self.addEventListener('message', ({ data: { postback, options } }: MessageEvent<LintRequest>) => {
  const findings: Finding[] = lintPostback(postback, options);
  self.postMessage(findings);
});
