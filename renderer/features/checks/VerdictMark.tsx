import { VERDICT_NAMES } from '../../../shared/checks/category-names.ts';
import type { FactCertainty, Verdict } from '../../../shared/checks/check.ts';
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '../../components/icons.ts';
import { OutcomeMark } from '../../components/OutcomeMark.tsx';
import type { CheckStanding } from './check-rows.ts';

const ICONS = { pass: IconCheck, fail: IconX, warn: IconAlertTriangle, skip: IconMinus };

/** The class that colours a verdict: red costs, amber warns, what was not judged stays grey. */
export const VERDICT_TONE: Record<Verdict, string> = {
  pass: 'text-ok',
  fail: 'text-bad',
  warn: 'text-warn',
  skip: 'faint',
};

/** The mark of a verdict, or of a check that has none yet; the text beside it may say the same. */
export function VerdictMark({
  standing,
  size = 15,
  silent = false,
}: {
  standing: CheckStanding;
  size?: number;
  silent?: boolean;
}) {
  if (standing === 'playing' || standing === 'waiting') {
    const [mark, label] =
      standing === 'playing' ? (['in-flight', 'Running'] as const) : (['planned', 'Waiting'] as const);
    return <OutcomeMark mark={mark} label={silent ? '' : label} />;
  }
  const Icon = ICONS[standing];
  return (
    <Icon
      size={size}
      stroke={1.75}
      className={`checks-mark ${VERDICT_TONE[standing]}`}
      {...(silent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': VERDICT_NAMES[standing] })}
    />
  );
}

const CERTAINTY_CLASS: Record<FactCertainty, string> = {
  documented: 'checks-fact-documented',
  observed: 'checks-fact-observed',
  'third party': 'checks-fact-observed',
  assumed: 'checks-fact-assumed',
};

/** How sure a fact is, told by its edge as well as by its word. */
export function CertaintyChip({ certainty }: { certainty: FactCertainty }) {
  return <span className={`chip ${CERTAINTY_CLASS[certainty]}`}>{certainty}</span>;
}
