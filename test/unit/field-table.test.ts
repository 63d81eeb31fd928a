import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldTable, isDifferent, unpacked } from '../../shared/template/field-table.ts';
import { compilePostback, postbackSchema } from '../../shared/template/postback.ts';
import { settingsFor } from '../../shared/template/settings.ts';
import { fieldsOf, valuesTable } from '../../shared/template/values-table.ts';

const data = { unknown: 'literal' as const, receiverBase: 'http://127.0.0.1:7300' };
const settings = settingsFor('action', data);

describe('the table of values as a thread sends it', () => {
  it('says cell by cell what the table itself says', () => {
    const value = fc.constantFrom('', 'a', '{', 'é&=');
    const names = fc.constantFrom('{ActionId}', '{Status}', '{Nobody}', 'fixed', '');
    const states = fc.array(fc.record({ ActionId: value, Status: value }, { requiredKeys: [] }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.array(names, { maxLength: 6 }), names, states, (pairs, body, given) => {
        const postback = postbackSchema.parse({
          name: 'p',
          method: 'POST',
          url: `/pb?${pairs.map((name, at) => `k${at % 4}=${name}`).join('&')}`,
          body: { format: 'json', template: `{"a":"${body}","b":${body === '' ? '1' : body}}` },
        });
        const compiled = compilePostback(postback);
        const table = valuesTable(given.map((values) => fieldsOf(compiled, values, settings)));
        const packed = fieldTable({ postback, settings: data, states: given });
        expect(structuredClone(packed).map((row) => unpacked(row, given.length))).toEqual(table);
        expect(packed.map(isDifferent)).toEqual(
          table.map(({ cells }) => cells.some(({ changed }) => changed)),
        );
      }),
    );
  });

  it('names the placeholders that make a field, in the order in which they stand', () => {
    const postback = postbackSchema.parse({ name: 'p', url: '/pb?a={Status}-{ActionId}&b=x' });
    const rows = fieldTable({ postback, settings: data, states: [{ Status: 'S', ActionId: '1' }] });
    expect(rows).toEqual([
      ['query', 'a', 'url 6\nurl 15', 'S-1'],
      ['query', 'b', '', 'x'],
    ]);
  });

  it('knows the placeholders that the workspace declares', () => {
    const declared = [{ name: 'Own', kind: 'action' as const, sample: 'x' }];
    const known = settingsFor('action', { ...data, declared }).known;
    expect([known('Own'), known('Nobody'), settings.known('Own')]).toEqual([true, false, false]);
  });
});
