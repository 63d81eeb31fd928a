import { CATEGORIES, VERDICTS, type Verdict } from './check.ts';
import { type DiagnosisId, diagnosisText } from './diagnosis.ts';
import { fewestReasons } from './fewest-reasons.ts';
import { decimal } from './records/decimal.ts';
import type { CheckReport, CheckResult, Defect, EvidenceAction, ReportSummary } from './report.ts';

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

const NONE: Readonly<Record<Verdict, number>> = { pass: 0, fail: 0, warn: 0, skip: 0 };

/** How many results have which verdict. */
export function countVerdicts(results: readonly Pick<CheckResult, 'verdict'>[]): Record<Verdict, number> {
  const counts = { ...NONE };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

/**
 * The results with one reason each: the fewest reasons that explain all failed checks, the one that explains most of
 * them first. A reason that only several checks can show is none for a single one.
 */
export function withSharedDiagnoses(results: readonly CheckResult[]): CheckResult[] {
  const chosen = fewestReasons(
    results.filter(({ verdict }) => verdict === 'fail'),
    ({ diagnoses }) => diagnoses,
  );
  return results.map((one) => {
    const diagnosis = chosen.get(one);
    if (diagnosis !== undefined && diagnosisText(diagnosis).shared === true && isAlone(diagnosis, chosen))
      return { ...one, diagnosis: null };
    if (
      diagnosis === undefined ||
      (one.diagnosis === diagnosis && one.remedy === diagnosisText(diagnosis).remedy)
    )
      return one;
    const { remedy, shared } = diagnosisText(diagnosis);
    return { ...one, diagnosis, remedy: shared === true && isNaming(one) ? one.remedy : remedy };
  });
}

function isAlone(diagnosis: DiagnosisId, chosen: ReadonlyMap<CheckResult, DiagnosisId>): boolean {
  return [...chosen.values()].filter((one) => one === diagnosis).length === 1;
}

/** Failed checks by their reason: one diagnosis is one defect, a failed check without one is a defect of its own. */
export function defectsOf(results: readonly CheckResult[], currency: string): Defect[] {
  const groups = new Map<string, CheckResult[]>();
  for (const result of results) {
    if (result.verdict !== 'fail') continue;
    const id = result.diagnosis ?? result.id;
    groups.set(id, [...(groups.get(id) ?? []), result]);
  }
  const defects = [...groups].map(([id, failed]): Defect => {
    const [first] = failed;
    const text = first!.diagnosis === null ? undefined : diagnosisText(first!.diagnosis);
    return {
      id,
      title: text?.title ?? `Fails “${first!.title}”`,
      // What several checks show together is told best by the one that names it.
      sentence: (text?.shared === true ? failed.find(isNaming)?.sentence : text?.sentence) ?? first!.sentence,
      checks: failed.map((one) => one.id),
      remedy: (text?.shared === true ? failed.find(isNaming)?.remedy : text?.remedy) ?? first!.remedy,
      costsMoney: failed.some(
        ({ category }) => category === 'money' || category === 'order' || category === 'exploration',
      ),
      worst: worstOf(failed, currency),
    };
  });
  return defects.toSorted(
    (a, b) => Number(b.costsMoney) - Number(a.costsMoney) || b.checks.length - a.checks.length,
  );
}

const isNaming = ({ category }: CheckResult) => category === 'acknowledgment' || category === 'security';

/** The pair of sums that lie farthest apart. */
function worstOf(failed: readonly CheckResult[], currency: string): Defect['worst'] {
  let worst: { platform: string; receiver: string; apart: number } | undefined;
  for (const { evidence } of failed)
    for (const { actions } of evidence)
      for (const action of actions) {
        const pair = sumsOf(action);
        if (pair !== undefined && pair.apart > (worst?.apart ?? 0)) worst = pair;
      }
  if (worst === undefined) return null;
  const { platform, receiver } = worst;
  return { platform, receiver, currency };
}

function sumsOf({ platform, record, differences }: EvidenceAction) {
  const stated = platform.values['Payout'];
  if (stated === undefined || record === null || differences.length === 0) return undefined;
  const booked = record.exists ? record.fields['Payout'] : '0.00';
  const [a, b] = [decimal(stated), decimal(booked ?? '')];
  if (a === undefined || b === undefined || a.eq(b)) return undefined;
  return { platform: stated, receiver: booked!, apart: Math.abs(a.minus(b).toNumber()) };
}

/** Whether records were compared with the platform's books at all. */
export function isMoneyJudged(results: readonly CheckResult[]): boolean {
  return results.some(
    ({ category, verdict, evidence }) =>
      (category === 'money' || category === 'order') &&
      verdict !== 'skip' &&
      evidence.some(({ actions }) => actions.some(({ record }) => record !== null)),
  );
}

/**
 * What a run of checks found, in numbers and one headline. `whole`: all checks were asked for, so that what is said of
 * the receiver is not said by a selection.
 */
export function summaryOf(
  results: readonly CheckResult[],
  { state, currency, whole }: { state: CheckReport['state']; currency: string; whole: boolean },
): ReportSummary {
  const defects = defectsOf(results, currency);
  const counts = countVerdicts(results);
  const moneyJudged = isMoneyJudged(results);
  const categories = Object.fromEntries(
    CATEGORIES.flatMap((category) => {
      const own = results.filter((result) => result.category === category);
      return own.length === 0 ? [] : [[category, countVerdicts(own)]];
    }),
  );
  return {
    headline: headlineOf({ defects, counts, moneyJudged, state, whole }),
    defects,
    counts,
    categories,
    moneyJudged,
  };
}

function headlineOf({
  defects,
  counts,
  moneyJudged,
  state,
  whole,
}: Pick<ReportSummary, 'defects' | 'counts' | 'moneyJudged'> & {
  state: CheckReport['state'];
  whole: boolean;
}): string {
  const costly = defects.filter(({ costsMoney }) => costsMoney).length;
  const others = defects.length - costly;
  if (costly > 0)
    return `${plural(costly, 'defect that costs money', 'defects that cost money')}${others === 0 ? '' : `, ${plural(others, 'other')}`}`;
  // Green only for what was judged to its end.
  if (state === 'failed') return 'The run broke off';
  if (state === 'cancelled') return others === 0 ? 'Cancelled before it was done' : plural(others, 'defect');
  if (others > 0) return `${plural(others, 'defect')}${moneyJudged ? '' : '; money not judged'}`;
  if (VERDICTS.every((verdict) => verdict === 'skip' || counts[verdict] === 0)) return 'Nothing was judged';
  if (!whole) return `${plural(counts.pass, 'check')} passed, none failed`;
  return moneyJudged ? 'Money-safe' : 'Money not judged: add a way to read your receiver’s records';
}
