import { useEffect, useState } from 'react';
import type { AttemptDetail, AttemptSummary, DeliveryView } from '../../../../shared/contract/activity.ts';
import { client } from '../../../state/connection.ts';
import { useRules, useZone } from '../../../state/workspace.ts';
import { type CardText, cardOf } from './card.ts';
import { marksOf } from './row-marks.ts';
import type { MarkRef } from './timeline-view.ts';

/** The pointer crosses many marks on its way: only one that it rests on is asked about. */
const REST_MS = 80;
const MOST_KNOWN = 200;
const known = new Map<string, AttemptDetail['next']>();

/** Why the attempt after this one is when it is; null until that has been read. */
function useNext(attempt: AttemptSummary | undefined): AttemptDetail['next'] | null {
  const key = attempt === undefined ? '' : `${attempt.id} ${attempt.outcome}`;
  const [, told] = useState('');
  useEffect(() => {
    if (key === '' || known.has(key)) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      client.activity.attempt({ id: Number.parseInt(key, 10) }, { signal: abort.signal }).then(
        ({ next }) => {
          if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value!);
          known.set(key, next);
          told(key);
        },
        // The card stands without its parts; the detail says what is wrong.
        () => undefined,
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key]);
  return known.get(key) ?? null;
}

/** What the card of a mark says; null when the mark is not there any more. */
export function useMarkCard(
  ref: MarkRef | null,
  delivery: DeliveryView | undefined,
  now: number | null,
): CardText | null {
  const zone = useZone();
  const rules = useRules();
  const marks = delivery === undefined ? [] : marksOf(delivery, now, rules);
  const mark = ref === null ? undefined : marks[ref.place];
  const next = useNext(
    mark?.mark === 'planned' && mark.later === null ? delivery?.attempts.at(-1) : undefined,
  );
  if (delivery === undefined || mark === undefined) return null;
  return cardOf(delivery, marks, ref!.place, { now, zone, rules, next });
}
