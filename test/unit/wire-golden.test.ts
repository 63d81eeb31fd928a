import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { worldSchema } from '../../shared/domain/program.ts';
import { kindOfEvent } from '../../shared/domain/world-event.ts';
import { placeholdersFor } from '../../shared/placeholders/placeholder-registry.ts';
import { previewScenario } from '../../shared/scenario/preview.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { compilePostback, postbackSchema, renderPostback, wireOf } from '../../shared/template/postback.ts';
import { eventOf } from '../../shared/world/domain-event.ts';

const GOLDEN = join(import.meta.dirname, '../fixtures/golden');

const world = worldSchema.parse({
  partner: { id: '1924609', name: 'Hazel Nutt', properties: [{ id: '5501', name: 'hazelnutt.example' }] },
  programs: [
    {
      id: '1000',
      name: 'Acme Outdoor ',
      timeZone: 'America/Los_Angeles',
      currency: 'USD',
      landingPage: 'https://www.acme-outdoor.example/',
      eventTypes: [{ id: '2240', name: 'Purchase & more', payout: '10 %' }],
      catalogs: [
        {
          id: '8801',
          name: 'Tents',
          items: [{ sku: 'TENT 2', name: 'Tent "Two" <light>', price: '120.00' }],
        },
      ],
    },
  ],
});
/** Every kind of event once, with values that each place has to write in its own way. */
const scenario = scenarioSchema.parse({
  name: 'golden',
  start: '2026-05-12T14:02:11-07:00',
  seed: 42,
  steps: [
    { id: 'visit', click: { subId1: 'a+b & "c" <ü>', sharedId: 'x=1;y', property: '5501' } },
    {
      id: 'order',
      track: {
        click: 'visit',
        items: [
          { sku: 'TENT-2', amount: '96.00', category: 'Outdoor > Camping' },
          { sku: 'PEGS', quantity: 3, amount: '24.00' },
        ],
        currency: 'GBP',
        exchangeRate: 1.25,
        promoCode: 'MAY%',
      },
    },
    {
      at: '1 h',
      modify: { action: 'order', items: [{ sku: 'PEGS', quantity: 1 }], reason: 'ITEM_RETURNED' },
    },
    { at: '2 h', reverse: { action: 'order', reason: 'ITEM_RETURNED' } },
    { at: '3 h', restore: { action: 'order' } },
    { at: '4 h', reset: { action: 'order' } },
    {
      id: 'question',
      at: '5 h',
      inquiry: {
        type: 'INCORRECT',
        action: 'order',
        expectedPayout: '20.00',
        notes: 'Two lines:\n"more" & <more>',
      },
    },
    {
      at: '1 d',
      closeInquiry: {
        inquiry: 'question',
        resolution: 'DECLINED',
        rejectReason: 'Transaction cannot be traced',
      },
    },
    { at: '2 d', catalog: { items: ['TENT 2'], price: '99.00' } },
    { at: '70 d', wait: 'it locks and clears' },
  ],
});

const played = previewScenario(scenario, world, scenario.start!, scenario.seed!);
const events = played.flatMap(({ happened }) => happened.flatMap((each) => eventOf(each) ?? []));

/** All placeholders of a kind, each in its place. */
const TEMPLATES = {
  get: (names: readonly string[]) => ({
    method: 'GET',
    url: `/pb?${names.map((name) => `${name}={${name}}`).join('&')}`,
  }),
  json: (names: readonly string[]) => ({
    method: 'POST',
    url: '/pb',
    body: {
      format: 'json',
      template: `{\n${names.map((name) => `  "${name}": "{${name}}"`).join(',\n')}\n}\n`,
    },
  }),
  xml: (names: readonly string[]) => ({
    method: 'POST',
    url: '/pb',
    body: {
      format: 'xml',
      template: `<event>\n${names.map((name) => `  <${name}>{${name}}</${name}>`).join('\n')}\n</event>\n`,
    },
  }),
  form: (names: readonly string[]) => ({
    method: 'POST',
    url: '/pb',
    body: { format: 'form', template: names.map((name) => `${name}={${name}}`).join('&') },
  }),
};

describe('requests as they were looked at and found right (vitest -u writes them anew)', () => {
  it('are of every event that postbacks tell', () => {
    expect(events.map(({ event }) => event).filter((event) => event !== 'locked')).toEqual([
      'tracked',
      'modified',
      'reversed',
      'restored',
      'reset',
      'inquiry-opened',
      'inquiry-closed',
      'item-changed',
      'cleared',
    ]);
  });

  for (const { event, values } of events.filter((each) => each.event !== 'locked')) {
    it.each(Object.entries(TEMPLATES))(`${event} as %s`, async (form, template) => {
      const kind = kindOfEvent(event);
      const registry = placeholdersFor(kind);
      const postback = postbackSchema.parse({ name: 'golden', kind, ...template([...registry.keys()]) });
      const request = renderPostback(compilePostback(postback), values, {
        known: (name) => registry.has(name),
        unknown: 'literal',
        receiverBase: 'http://127.0.0.1:7300',
      });
      const wire = wireOf(request);
      if (!wire.ok) throw new Error(wire.reason);
      const text = `${wire.head.replaceAll('\r\n', '\n')}${wire.body}\n`;
      await expect(text).toMatchFileSnapshot(join(GOLDEN, `${event}.${form}.txt`));
    });
  }
});
