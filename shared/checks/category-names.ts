import type { Category, Verdict } from './check.ts';

/** Categories as they are shown. */
export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  acknowledgment: 'Acknowledgment',
  security: 'Security',
  data: 'Data',
  money: 'Money',
  order: 'Order',
  exploration: 'Exploration',
};

/** Verdicts as they are shown. */
export const VERDICT_NAMES: Readonly<Record<Verdict, string>> = {
  pass: 'Passed',
  fail: 'Failed',
  warn: 'Warning',
  skip: 'Skipped',
};
