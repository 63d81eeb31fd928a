import { describe, expect, it, test } from 'vitest';
import { findMapping, type GivenMapping } from '../../shared/checks/records/find-mapping.ts';
import { type LifeLook, learnMapping } from '../../shared/checks/records/learn-mapping.ts';
import { readDocument } from '../../shared/checks/records/read-document.ts';
import { readRecord } from '../../shared/checks/records/read-record.ts';
import type { Look } from '../../shared/checks/records/record.ts';

const SENT = {
  ActionId: '1000.2000.3000',
  Status: 'PENDING',
  Payout: '14.37',
  Amount: '143.70',
  Currency: 'USD',
  SubId1: 'user-17',
  SharedId: 'shop-17',
  Oid: 'ORDER-9981',
};

function look(document: unknown): Look {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const read = readDocument(text);
  if ('rows' in read) return { type: 'rows', rows: read.rows, text, ms: 1 };
  return { type: 'none', text, ms: 1 };
}

const NONE = look(null);

function fieldsOf(document: unknown, given?: GivenMapping) {
  return findMapping(NONE, look(document), SENT, given).mapping.fields;
}

describe('fields are found by name in', () => {
  it.each([
    ['PascalCase', { ActionId: SENT.ActionId, Status: 'x', Payout: '14.37' }, 'ActionId', 'Status', 'Payout'],
    ['camelCase', { actionId: SENT.ActionId, status: 'x', payout: 14.37 }, 'actionId', 'status', 'payout'],
    [
      'snake_case',
      { action_id: SENT.ActionId, order_status: 'x', commission_amount: 14.37 },
      'action_id',
      'order_status',
      'commission_amount',
    ],
    [
      'capitals',
      { ACTION_ID: SENT.ActionId, STATE: 'x', EARNINGS: '14.37' },
      'ACTION_ID',
      'STATE',
      'EARNINGS',
    ],
    [
      'nested objects',
      { data: { id: SENT.ActionId, order: { state: 'x' }, money: { reward: 14.37 } } },
      'data.id',
      'data.order.state',
      'data.money.reward',
    ],
    [
      'XML',
      `<a><conversion_id>${SENT.ActionId}</conversion_id><status>x</status><earnings>14.37</earnings></a>`,
      'conversion_id',
      'status',
      'earnings',
    ],
    ['lines', `id=${SENT.ActionId}\nstatus=x\npayout=14.37`, 'id', 'status', 'payout'],
  ])('%s', (_name, document, id, status, payout) => {
    expect(fieldsOf(document)).toMatchObject({ ActionId: id, Status: status, Payout: payout });
  });

  it('its own number, which is not the action’s', () => {
    expect(fieldsOf({ id: 7, reference: SENT.ActionId, payout: '14.37' })['ActionId']).toBe('reference');
  });

  it('an amount column that holds the payout', () => {
    const { mapping } = findMapping(NONE, look({ id: SENT.ActionId, amount: '14.37' }), SENT);
    expect(mapping.fields).toMatchObject({ Payout: 'amount' });
    expect(mapping.fields['Amount']).toBeUndefined();
  });

  it('an amount beside a payout', () => {
    expect(fieldsOf({ amount: '143.70', payout: '14.37' })).toMatchObject({
      Payout: 'payout',
      Amount: 'amount',
    });
  });

  it('a payout that holds the amount, since its name says so', () => {
    expect(fieldsOf({ action_id: SENT.ActionId, payout: '143.70' })['Payout']).toBe('payout');
  });

  it('a value under a name that nobody knows', () => {
    expect(fieldsOf({ id: SENT.ActionId, payout: '14.37', visitor: 'user-17' })['SubId1']).toBe('visitor');
  });
});

describe('money is in minor units where', () => {
  it.each([
    ['it is a hundred times what was sent', { id: SENT.ActionId, payout: 1437 }, 'minor'],
    ['its name says so', { id: SENT.ActionId, payout_cents: 14370 }, 'minor'],
    ['it is as sent', { id: SENT.ActionId, payout: '14.370' }, 'major'],
  ])('%s', (_name, document, unit) => {
    expect(findMapping(NONE, look(document), SENT).mapping.money.unit).toBe(unit);
  });
});

describe('a field that the user gives', () => {
  const document = { conversion: { id: SENT.ActionId, gain: '14.37', payout: '1.00' } };

  it('wins over what is found', () => {
    expect(fieldsOf(document, { fields: { Payout: 'conversion.gain' } })['Payout']).toBe('conversion.gain');
  });

  it('may be named by its last part', () => {
    expect(fieldsOf(document, { fields: { Payout: 'Gain' } })['Payout']).toBe('conversion.gain');
  });

  it('and is not there is said, and nothing is found in its place', () => {
    const found = findMapping(NONE, look(document), SENT, { fields: { Payout: 'gains' } });
    expect(found.mapping.fields['Payout']).toBeUndefined();
    expect(found.unsure.join()).toContain('no field "gains"');
  });
});

describe('a record is a click’s or a user’s where', () => {
  const shared = (before: unknown, after: unknown) => findMapping(look(before), look(after), SENT).mapping;

  it('a balance grew by what was sent', () => {
    const mapping = shared({ balance: '100.00', payout: '3.00' }, { balance: '114.37', payout: '14.37' });
    expect(mapping).toMatchObject({ shared: true, fields: { Payout: 'balance' }, money: { unit: 'major' } });
  });

  it('a balance in cents grew', () => {
    expect(shared({ user: 'u', points: 500 }, { user: 'u', points: 1937 })).toMatchObject({
      shared: true,
      money: { unit: 'minor' },
    });
  });

  it('a balance names the action that came last', () => {
    expect(
      shared({ last_action_id: 'old', balance: '5.00' }, { last_action_id: SENT.ActionId, balance: '19.37' })
        .shared,
    ).toBe(true);
  });

  it('rows of a click have one more', () => {
    const rows = [{ click: 'c', value: '5.00' }];
    expect(shared(rows, [...rows, { click: 'c', value: '14.37' }])).toMatchObject({
      shared: true,
      fields: { Payout: 'value' },
    });
  });

  it('not where an unknown action is shown as 0.00', () => {
    expect(shared({ payout: '0.00' }, { payout: '14.37' }).shared).toBe(false);
  });

  it('not where an error has a number', () => {
    expect(shared({ code: 404, message: 'no' }, { code: 200, payout: '14.37' }).shared).toBe(false);
  });

  it('not where the action before was shown', () => {
    expect(
      shared({ action_id: 'other', payout: '14.37' }, { action_id: SENT.ActionId, payout: '14.37' }).shared,
    ).toBe(false);
  });

  it('an action that was not sent yet has money already', () => {
    const found = findMapping(look({ balance: '0.00' }), look({ balance: '14.37' }), SENT);
    const life = [
      { event: 'created' as const, look: look({ balance: '26.37' }), values: { ...SENT, Payout: '12.00' } },
    ];
    const learnt = learnMapping(found, life, {}, { before: look({ balance: '14.37' }) });
    expect(learnt.mapping.shared).toBe(true);
  });
});

/** A life whose records have these words for created, modified, reversed and restored. */
function life(...words: (string | number | boolean)[]): LifeLook[] {
  const events = ['created', 'modified', 'reversed', 'restored'] as const;
  return events.map((event, index) => ({
    event,
    look: look({ id: SENT.ActionId, status: words[index], payout: event === 'reversed' ? '0.00' : '14.37' }),
    values: SENT,
  }));
}

function learnt(words: (string | number | boolean)[], confirmed = false, given: GivenMapping = {}) {
  const found = findMapping(
    NONE,
    look({ id: SENT.ActionId, status: words[0], payout: '14.37' }),
    SENT,
    given,
  );
  return learnMapping(found, life(...words), given, { confirmed });
}

describe('words of a status', () => {
  it.each([
    [['open', 'open', 'void', 'open'], 'void'],
    [['PENDING', 'PENDING', 'Cancelled', 'PENDING'], 'cancelled'],
    [['A', 'A', 'declined', 'A'], 'declined'],
    [[0, 0, 2, 0], '2'],
    [['1', '1', '0', '1'], '0'],
    [['neu', 'neu', 'storniert', 'neu'], 'storniert'],
    [['neu', 'geändert', 'storniert', 'wieder da'], 'storniert'],
  ])('%j: %s is reversed', (words, reversed) => {
    const { statuses } = learnt(words).mapping;
    expect(statuses[reversed]).toBe('reversed');
    expect(statuses[String(words[0]).toLowerCase()]).toBe('pending');
    expect(statuses[String(words[3]).toLowerCase()]).toBe('pending');
  });

  it('an unknown word for reversed is said, with the line that settles it', () => {
    expect(learnt(['neu', 'neu', 'weg', 'neu']).unsure.join()).toContain(
      'state: {statuses: {"weg": reversed}}',
    );
  });

  it('one that a restore leaves is not judged where nobody confirms it', () => {
    const found = learnt(['neu', 'neu', 'weg', 'weg']);
    expect(found.mapping.statuses['weg']).toBeUndefined();
    expect(found.unsure.join()).toContain('is not sure');
    expect(found.unsure.join()).toContain('state: {statuses: {"weg": reversed}}');
  });

  it('and is taken as reversed where somebody does', () => {
    expect(learnt(['neu', 'neu', 'weg', 'weg'], true).mapping.statuses['weg']).toBe('reversed');
  });

  it('what the user gives wins', () => {
    const given: GivenMapping = { statuses: { weg: 'approved' } };
    expect(learnt(['neu', 'neu', 'weg', 'neu'], true, given).mapping.statuses['weg']).toBe('approved');
  });

  it('a receiver that ignores reversals teaches nothing', () => {
    expect(learnt(['neu', 'neu', 'neu', 'neu']).mapping.statuses['neu']).toBe('pending');
  });

  it('the one that a reversal changes is the status, not the status of the response', () => {
    const of = (state: string) =>
      look({ status: 'ok', data: { order_status: state, payout: '14.37', id: SENT.ActionId } });
    const found = findMapping(NONE, of('new'), SENT);
    const events = (['created', 'modified', 'reversed', 'restored'] as const).map((event) => ({
      event,
      look: of(event === 'reversed' ? 'void' : 'new'),
      values: SENT,
    }));
    const { mapping, fields } = learnMapping(found, events);
    expect(mapping.fields['Status']).toBe('data.order_status');
    expect(mapping.statuses['void']).toBe('reversed');
    expect(fields.find(({ name }) => name === 'Status')?.path).toBe('data.order_status');
  });

  it('a flag that is called like a reversal is a status', () => {
    const of = (cancelled: boolean) => look({ id: SENT.ActionId, payout: '14.37', is_cancelled: cancelled });
    const events = (['created', 'modified', 'reversed', 'restored'] as const).map((event) => ({
      event,
      look: of(event === 'reversed'),
      values: SENT,
    }));
    const { mapping } = learnMapping(findMapping(NONE, of(false), SENT), events);
    expect(mapping.fields['Status']).toBe('is_cancelled');
    expect(mapping.statuses).toMatchObject({ true: 'reversed', false: 'pending' });
  });
});

describe('of several rows the record is', () => {
  const learn = (rows: (event: LifeLook['event']) => unknown, values: Record<LifeLook['event'], string>) => {
    const events = (['created', 'modified', 'reversed', 'restored'] as const).map((event) => ({
      event,
      look: look(rows(event)),
      values: { ...SENT, Payout: values[event] },
    }));
    const found = findMapping(NONE, look([{ action: SENT.ActionId, value: '14.37' }]), SENT);
    return learnMapping(found, events).mapping.rows;
  };
  const payouts = { created: '12.00', modified: '8.00', reversed: '0.00', restored: '8.00' };
  const names = ['created', 'modified', 'reversed', 'restored'] as const;

  test('the sum of a ledger', () => {
    const changes = { created: '12.00', modified: '-4.00', reversed: '-8.00', restored: '8.00' };
    const rows = (event: LifeLook['event']) =>
      names
        .slice(0, names.indexOf(event) + 1)
        .map((name) => ({ action: SENT.ActionId, value: changes[name] }));
    expect(learn(rows, payouts)).toBe('sum');
  });

  test('the last of a history', () => {
    const rows = (event: LifeLook['event']) =>
      names
        .slice(0, names.indexOf(event) + 1)
        .map((name) => ({ action: SENT.ActionId, value: payouts[name] }));
    expect(learn(rows, payouts)).toBe('last');
  });

  test('the first of a history with the newest on top', () => {
    const rows = (event: LifeLook['event']) =>
      names
        .slice(0, names.indexOf(event) + 1)
        .map((name) => ({ action: SENT.ActionId, value: payouts[name] }))
        .toReversed();
    expect(learn(rows, payouts)).toBe('first');
  });
});

describe('money is read as it is written for people:', () => {
  it.each(['$14.37', '14.37 USD', '14,37 €', 'EUR 14.37', 'US$14.37', '+14.37', '14.37\u00A0€'])(
    '%s',
    (payout) => {
      const shown = look({ id: SENT.ActionId, commission: payout, status: 'x' });
      const { mapping } = findMapping(NONE, shown, SENT);
      expect(mapping.fields['Payout']).toBe('commission');
      expect(mapping.money.unit).toBe('major');
      expect(readRecord(shown, mapping, SENT.ActionId).fields['Payout']).toBe('14.37');
    },
  );
});

describe('a record under the action’s ID', () => {
  it.each([
    ['itself', (row: object) => ({ [SENT.ActionId]: row })],
    ['in an envelope', (row: object) => ({ ok: true, data: { [SENT.ActionId]: row } })],
    ['beside those of others', (row: object) => ({ '1000.1.9': { payout: '99.00' }, [SENT.ActionId]: row })],
  ])('is found %s', (_name, shape) => {
    const shown = look(shape({ payout: '14.37', status: 'open' }));
    const { mapping } = findMapping(NONE, shown, SENT);
    expect(mapping.fields).toMatchObject({ ActionId: '(key)', Payout: 'payout', Status: 'status' });
    expect(readRecord(shown, mapping, SENT.ActionId).fields['Payout']).toBe('14.37');
    expect(readRecord(shown, mapping, '1000.1.1').exists).toBe(false);
  });

  it('is read of another action, too', () => {
    const { mapping } = findMapping(NONE, look({ [SENT.ActionId]: { payout: '14.37' } }), SENT);
    const other = look({ '1000.2000.3001': { payout: '8.00' } });
    expect(readRecord(other, mapping, '1000.2000.3001').fields['Payout']).toBe('8.00');
  });
});

test('rows of other actions do not count', () => {
  const document = [
    { action: 'x', value: '99.00' },
    { action: SENT.ActionId, value: '14.37' },
  ];
  const { mapping } = findMapping(NONE, look(document), SENT);
  expect(readRecord(look(document), { ...mapping, rows: 'sum' }, SENT.ActionId).fields['Payout']).toBe(
    '14.37',
  );
  expect(readRecord(look(document), mapping, 'unknown').exists).toBe(false);
});
