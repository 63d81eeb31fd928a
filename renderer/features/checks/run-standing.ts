import type { CheckReport } from '../../../shared/checks/report.ts';
import type { CheckStanding } from './check-rows.ts';

/**
 * What a run as a whole is: failed where there is a defect, passed only where money was compared and found right; what
 * was not judged is neither.
 */
export function runStanding({ state, summary }: Pick<CheckReport, 'state' | 'summary'>): CheckStanding {
  if (summary.defects.length > 0) return 'fail';
  if (state === 'running') return 'playing';
  if (state === 'failed') return 'fail';
  return state === 'done' && summary.moneyJudged ? 'pass' : 'skip';
}
