import { readUrl } from '../template/url-table.ts';
import { COMPARED, differencesOf } from './records/compare-records.ts';
import { decimal, moneyText } from './records/decimal.ts';
import type { BookRecord, Difference, Mapping } from './records/record.ts';
import type { Evidence, EvidenceStep } from './report.ts';

/** One rung of a story as it is shown: the request, and both books after it. */
export interface Rung {
  step: EvidenceStep;
  /** Null where the records were not looked at. */
  before: BookRecord | null;
  after: BookRecord | null;
  differences: readonly Difference[];
  /** Receiver minus platform: "+12.00", "-4.00"; '' where money cannot be told. */
  apart: string;
  /** From this one on, the books differ until the end. */
  parts: boolean;
  /** The records were looked at once only, after the last request of the action. */
  atEnd: boolean;
}

/**
 * A story as rungs. Where its records were looked at only once, at the end, the last request of each action carries
 * them.
 */
export function rungsOf({ steps, actions }: Evidence, mapping: Mapping | null, timeZone: string): Rung[] {
  const rungs = steps.map((step, index): Rung => {
    const isLast = steps.findLastIndex(({ actionId }) => actionId === step.actionId) === index;
    const action = actions.find(({ id }) => id === step.actionId);
    const atEnd = step.after === null && isLast && (action?.record ?? null) !== null;
    const after = step.after ?? (atEnd ? action!.record : null);
    // What is last is judged by the engine, which knows what the story compares.
    const judged = isLast && action !== undefined && action.record !== null && action.differences.length > 0;
    const differences = judged
      ? action.differences
      : after === null || mapping === null || isLast
        ? []
        : differencesOf(after, step.books, { mapping, compare: COMPARED, timeZone, absent: false });
    const shown = judged && !atEnd ? action.record : after;
    return {
      step,
      before: step.before,
      after: shown,
      differences,
      apart: shown === null ? '' : apartOf(shown, step.books.values['Payout']),
      parts: false,
      atEnd,
    };
  });
  const actionIds = new Set(rungs.map(({ step }) => step.actionId));
  const parting = new Set([...actionIds].flatMap((id) => partingOf(rungs, id) ?? []));
  return rungs.map((rung) => (parting.has(rung) ? { ...rung, parts: true } : rung));
}

/** The first of the differing rungs that an action's story ends with. */
function partingOf(rungs: readonly Rung[], actionId: string): Rung | undefined {
  const known = rungs.filter(({ step, after }) => step.actionId === actionId && after !== null);
  const lastEqual = known.findLastIndex(({ differences }) => differences.length === 0);
  return known[lastEqual + 1];
}

function apartOf(record: BookRecord, stated: string | undefined): string {
  const booked = decimal(record.exists ? (record.fields['Payout'] ?? '') : '0');
  const platform = decimal(stated ?? '');
  if (booked === undefined || platform === undefined) return '';
  const apart = booked.minus(platform);
  return apart.gt(0) ? `+${moneyText(apart)}` : moneyText(apart);
}

/** The placeholders that tell most of what a request says. */
const TELLING = ['Status', 'Payout', 'DeltaPayout'];

/** The parameters of a request that carry status and money, as they were sent: `pay=12.00`. */
export function tellingParameters(template: string, sentUrl: string): string[] {
  const sent = readUrl(sentUrl).rows;
  return TELLING.flatMap((name) => {
    const row = readUrl(template).rows.find(({ value }) => value === `{${name}}`);
    const value = row === undefined ? undefined : sent.find(({ key }) => key === row.key)?.value;
    return row === undefined || value === undefined || value === null ? [] : [`${row.key}=${value}`];
  });
}
