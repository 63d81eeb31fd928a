import { describe, expect, it } from 'vitest';
import {
  factsOf,
  type GuideGiven,
  guideStepsDone,
  hintsFor,
} from '../../renderer/features/simulator/guide/guide.ts';
import type { ClickView } from '../../shared/contract/world.ts';
import type { DeliveryView } from '../../shared/delivery/delivery.ts';
import type { ActionRow } from '../../shared/domain/action-view.ts';
import { SAMPLE_WORLD } from '../../shared/domain/samples.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import { workspaceSchema } from '../../shared/workspace/schema.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';

const LINK = 'https://goto.example.com/c/1/2/3?subId1=test-conversion';
const start = { link: LINK, afterClick: 4, afterAction: 9 };
const click = (key: number) => ({ key, link: LINK, runId: null }) as unknown as ClickView;
const action = (key: number, given: Partial<ActionRow> = {}) =>
  ({ key, runId: null, status: 'PENDING', programId: '1000', eventType: 'Purchase', ...given }) as ActionRow;
const delivery = (given: Partial<DeliveryView>) =>
  ({
    id: 1,
    event: 'tracked',
    state: 'waiting',
    attempts: [],
    processingMs: 900_000,
    createdAt: 0,
    ...given,
  }) as DeliveryView;

function given(clicks: ClickView[], actions: ActionRow[], deliveries: DeliveryView[] = []): GuideGiven {
  return { click: clicks[0], action: actions[0], deliveries };
}

const done = (...all: Parameters<typeof given>) => guideStepsDone(factsOf(start, given(...all)));

describe('a guided test conversion', () => {
  it('takes what came after its beginning: its click, and the first action by hand', () => {
    const facts = factsOf(start, given([click(7)], [action(11)]));
    expect(facts.click?.key).toBe(7);
    expect(facts.action?.key).toBe(11);
  });

  it('has no conversion before its click', () => {
    expect(factsOf(start, given([], [action(11)])).action).toBeUndefined();
  });

  it('ticks each step when the store says so, in their order', () => {
    expect(guideStepsDone(factsOf(null, given([], [])))).toEqual([]);
    expect(done([], [])).toEqual(['link']);
    expect(done([click(5)], [])).toEqual(['link', 'click']);
    expect(done([click(5)], [action(10)], [delivery({})])).toEqual(['link', 'click', 'convert', 'pending']);
    const tracked = delivery({ state: 'delivered' });
    expect(done([click(5)], [action(10)], [tracked]).at(-1)).toBe('postback');
    const reversed = delivery({ id: 2, event: 'reversed' });
    const back = [action(10, { status: 'REVERSED' })];
    expect(done([click(5)], back, [tracked, reversed]).at(-1)).toBe('reverse');
    expect(done([click(5)], back, [tracked, { ...reversed, state: 'delivered' }]).at(-1)).toBe('reversal');
  });

  it('does not tick a postback while one of several has not arrived', () => {
    const both = [delivery({ state: 'delivered' }), delivery({ id: 2 })];
    expect(done([click(5)], [action(10)], both)).not.toContain('postback');
  });
});

describe('the hints of a guided test conversion', () => {
  const view = (...postbacks: object[]): WorkspaceView => ({
    revision: 1,
    folder: '/w',
    settings: workspaceSchema.parse({
      name: 'W',
      world: {
        partner: SAMPLE_WORLD.partner,
        programs: [
          {
            id: '1000',
            name: 'Acme',
            timeZone: 'UTC',
            currency: 'USD',
            eventTypes: [{ id: '2240', name: 'Purchase', payout: '10 %' }],
          },
        ],
      },
    }),
    postbacks: postbacks.map((given, index) => ({
      file: `postbacks/${index}.yaml`,
      version: '1',
      content: postbackSchema.parse({ name: `P${index}`, url: '/pb', ...given }),
    })),
    scenarios: [],
    profiles: [],
    check: null,
    problems: [],
  });
  const hints = (
    deliveries: DeliveryView[],
    workspace = view({}),
    event: 'tracked' | 'reversed' = 'tracked',
  ) =>
    hintsFor(event, factsOf(start, given([click(5)], [action(10)], deliveries)), workspace, 3_600_001).join(
      ' ',
    );

  it('name the wait of about 15 minutes, and support after an hour', () => {
    expect(hints([delivery({ createdAt: 3_600_000 })])).toMatch(/about 15 minutes/);
    expect(hints([delivery({ createdAt: 3_600_000 })])).not.toMatch(/support/);
    expect(hints([delivery({})])).toMatch(/support/);
  });

  it('say how the receiver answered and what is accepted', () => {
    const attempts = [{ outcome: 'not-accepted', status: 500 }] as DeliveryView['attempts'];
    expect(hints([delivery({ attempts })])).toMatch(/500.*200 or 201/);
    expect(hints([delivery({ attempts, state: 'given-up' })])).toMatch(/given up/);
  });

  it('name a postback that is disabled, of another event type, or silent on reversals', () => {
    expect(hints([], view({ enabled: false }))).toMatch(/“P0” is disabled/);
    expect(hints([], view({ level: 'event', program: '1000', eventType: '9' }))).toMatch(
      /No enabled postback/,
    );
    const silent = view({ level: 'event', program: '1000', eventType: '2240', changes: false });
    expect(hints([], silent, 'reversed')).toMatch(/Turn that on in Templates/);
    expect(hints([], view())).toMatch(/no action postback/);
  });
});
