import type { RuleView } from '../../../../shared/contract/receiver.ts';
import { IconCheck, IconMinus } from '../../../components/icons.ts';
import { clockTimeNear } from '../../../lib/format.ts';
import { useToday } from '../../../state/clock.ts';
import { useZone } from '../../../state/workspace.ts';

/** Why a rule matched the last request that it matched, and why not the last one that it did not. */
export function RuleReasons({ rule: { lastMatch, lastMiss } }: { rule: RuleView }) {
  const zone = useZone();
  const today = useToday();
  const told = [
    ...(lastMatch === null
      ? []
      : [{ ...lastMatch, matched: true, why: lastMatch.why === '' ? 'every request does' : lastMatch.why }]),
    ...(lastMiss === null ? [] : [{ ...lastMiss, matched: false }]),
  ].toSorted((a, b) => b.at - a.at);
  if (told.length === 0) return <p className="rules-reasons faint text-12">No request has come since.</p>;
  return (
    <ul className="rules-reasons text-12">
      {told.map(({ matched, why, at }) => (
        <li key={String(matched)} className="rules-reason">
          {matched ? (
            <IconCheck size={14} stroke={1.75} className="text-ok" aria-hidden="true" />
          ) : (
            <IconMinus size={14} stroke={1.75} className="faint" aria-hidden="true" />
          )}
          <span className="wrap-anywhere">
            <span className="medium">
              {clockTimeNear(at, zone, today)} {matched ? 'matched' : 'did not'}:
            </span>{' '}
            <span className="dimmed">{why}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
