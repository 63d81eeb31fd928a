import { toJson } from '../../terminal-text.ts';
import { remedyOf } from '../remedy.ts';
import type { CheckReport } from '../report.ts';

/** A report for programs: what `--json` prints and a .json file holds. Remedies are said in words there. */
export function jsonReport(report: CheckReport): string {
  const checks = report.checks.map(({ remedy, ...check }) => ({
    ...check,
    remedyId: remedy,
    remedy: check.verdict === 'fail' || check.verdict === 'warn' ? remedyOf(remedy).text : '',
  }));
  const defects = report.summary.defects.map(({ remedy, ...defect }) => ({
    ...defect,
    remedyId: remedy,
    remedy: remedyOf(remedy).text,
  }));
  return `${toJson({ ...report, summary: { ...report.summary, defects }, checks }, 2)}\n`;
}
