import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lintPostback } from '../../shared/template/lint/lint.ts';
import { compilePostback, postbackSchema, renderPostback } from '../../shared/template/postback.ts';
import { renderTemplate } from '../../shared/template/render.ts';

const settings = { known: () => true, unknown: 'literal', receiverBase: 'http://127.0.0.1:7300' } as const;
const values = { ActionId: '1.2.3', Status: 'PENDING', Payout: '12.00' };
const EXPECTED = 'id=1.2.3&status=PENDING&pay=12.00';

describe('a form body over several lines', () => {
  it.each(['p1-form-block.yaml', 'p2-form-lines.yaml'])('%s is sent without its line breaks', (file) => {
    const text = readFileSync(new URL(`../fixtures/faults/${file}`, import.meta.url), 'utf8');
    const postback = postbackSchema.parse(parse(text));
    expect(renderPostback(compilePostback(postback), values, settings).body).toBe(EXPECTED);
    const raw = postbackSchema.parse({ ...postback, body: { ...postback.body, escape: 'raw' } });
    expect(renderPostback(compilePostback(raw), values, settings).body).toBe(EXPECTED);
    expect(lintPostback(postback).map(({ code }) => code)).toEqual([]);
  });

  const blanks = fc
    .array(fc.constantFrom(' ', '\t', '\n', '\r\n'), { maxLength: 5 })
    .map((runs) => runs.join(''));

  it('is sent the same wherever blanks and line breaks are beside "&" and at its ends', () => {
    fc.assert(
      fc.property(fc.array(blanks, { minLength: 6, maxLength: 6 }), ([a, b, c, d, e, f]) => {
        const query = `${a}id={ActionId}${b}&${c}status={Status}${d}&${e}pay={Payout}${f}`;
        expect(renderTemplate(query, values, { format: 'form', ...settings })).toBe(EXPECTED);
        expect(renderTemplate(`/pb?${query}`, values, { format: 'url', ...settings })).toBe(
          `/pb?${EXPECTED}`,
        );
        const postback = postbackSchema.parse({ name: 'x', method: 'POST', url: `/pb?${query}` });
        expect(
          lintPostback({ ...postback, body: { format: 'form', template: query, escape: 'by-place' } }),
        ).toEqual([]);
      }),
    );
  });

  it('keeps the blanks and line breaks of values, and those inside the text of a value', () => {
    const odd = { ...values, ActionId: ' a\r\n& ' };
    expect(renderTemplate('id={ActionId}\n&n=a b', odd, { format: 'form', ...settings })).toBe(
      'id=%20a%0D%0A%26%20&n=a b',
    );
    expect(renderTemplate('{"id":"{ActionId}" }\n', values, { format: 'json', ...settings })).toBe(
      '{"id":"1.2.3" }\n',
    );
  });
});
