import { fieldTable } from '../../../shared/template/field-table.ts';
import { type Lintable, type LintOptions, lintPostback } from '../../../shared/template/lint/lint.ts';

export interface LintRequest {
  postback: Lintable;
  options: LintOptions;
}

/** What is done beside the page's own thread; a thread is named after what it does. */
export const JOBS = {
  lint: ({ postback, options }: LintRequest) => lintPostback(postback, options),
  values: fieldTable,
};
