import { useActivity } from '../../../state/activity.ts';
import { takeClock, useClock } from '../../../state/clock.ts';
import { client } from '../../../state/connection.ts';
import { attempt } from '../../../state/notify.ts';
import { select } from '../../../state/ui.ts';
import { useLinks } from '../links/link-draft.ts';
import { runActionStep } from '../manual-commands.ts';
import { reportError } from '../report-error.ts';
import { beginGuide } from './guide-progress.ts';

/** The SubId by which the conversion is found again among all others. */
const SUB_ID = 'test-conversion';

/** Makes the link: what happens from now on belongs to the guide. */
export function makeLink(program: string): void {
  void attempt(async () => {
    const { link } = await client.world.link({ program, subId1: SUB_ID, sharedId: 'guide' });
    const { clicks, actions } = useActivity.getState();
    beginGuide({ link, afterClick: clicks.newest, afterAction: actions.newest });
  });
}

export function followLink(link: string): void {
  void attempt(async () => {
    const { key } = await client.world.click({ link });
    useLinks.setState({ part: 'click' });
    select({ clickKey: key, world: 'clicks' });
  });
}

export function convertClick(click: number): void {
  runActionStep((to) => client.activity.track({ click, amount: '120.00', ...to })).catch(reportError);
}

/** What a partner asks the brand for after a test. */
export function askForReversal(key: number): void {
  runActionStep((to) => client.activity.reverse({ key, reason: 'TEST_ACTION', ...to })).catch(reportError);
}

/** Moves the clock to the next due moment, and leaves it in the mode that it was in. */
export function moveClockOn(): void {
  const before = useClock.getState().view;
  if (before === null || before.runId !== null) return;
  void attempt(async () => {
    if (before.mode !== 'stepped') takeClock(await client.clock.set({ mode: 'stepped' }));
    takeClock(await client.clock.step({}));
    if (before.mode === 'stepped') return;
    const back =
      before.mode === 'scaled' ? { mode: before.mode, factor: before.factor } : { mode: before.mode };
    takeClock(await client.clock.set(back));
  });
}
