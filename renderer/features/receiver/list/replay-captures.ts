import { MOST_REPLAYED } from '../../../../shared/receiver/replay/replay-plan.ts';
import { count } from '../../../lib/format.ts';
import { attempt, notify } from '../../../state/notify.ts';
import { openReplay } from '../../../state/replay-dialog.ts';
import { type ChosenCaptures, idsOf } from './chosen-captures.ts';

/** Opens the dialog in which captures are sent again; with the oldest of them where they are too many for one replay. */
export async function replayCaptures(chosen: ChosenCaptures): Promise<void> {
  const ids = await attempt(async () => {
    const all: number[] = [];
    for await (const some of idsOf(chosen)) {
      all.push(...some.slice(0, MOST_REPLAYED + 1 - all.length));
      if (all.length > MOST_REPLAYED) break;
    }
    return all;
  });
  if (ids === undefined) return;
  if (ids.length > MOST_REPLAYED)
    notify.say(`Only the oldest ${count(MOST_REPLAYED)} of them are replayed at a time.`);
  openReplay(ids.slice(0, MOST_REPLAYED));
}
