import { describe, expect, it } from 'vitest';
import { addParameter } from '../../shared/template/add-parameter.ts';
import type { BodyFormat } from '../../shared/template/postback.ts';

const get = (url: string) => addParameter({ method: 'GET', url, body: undefined }, 'DeltaPayout').url;
const post = (format: BodyFormat, template: string) =>
  addParameter({ method: 'POST', url: '/pb', body: { format, template, escape: 'by-place' } }, 'DeltaPayout');

describe('a placeholder that is added under its own name', () => {
  it.each([
    ['http://h/pb', 'http://h/pb?DeltaPayout={DeltaPayout}'],
    ['http://h/pb?', 'http://h/pb?DeltaPayout={DeltaPayout}'],
    ['http://h/pb?a=1', 'http://h/pb?a=1&DeltaPayout={DeltaPayout}'],
    ['http://h/pb?a=1#x', 'http://h/pb?a=1&DeltaPayout={DeltaPayout}#x'],
  ])('stands at the end of the query of %s', (url, expected) => {
    expect(get(url)).toBe(expected);
  });

  it('stands at the end of a form', () => {
    expect(post('form', 'a=1').body?.template).toBe('a=1&DeltaPayout={DeltaPayout}');
    expect(post('form', '').body?.template).toBe('DeltaPayout={DeltaPayout}');
  });

  it('is the last member of a JSON object, in the layout of the others', () => {
    expect(post('json', '{"id": "{ActionId}"}').body?.template).toBe(
      '{"id": "{ActionId}", "DeltaPayout": "{DeltaPayout}"}',
    );
    expect(post('json', '{\n  "id": "{ActionId}"\n}\n').body?.template).toBe(
      '{\n  "id": "{ActionId}",\n  "DeltaPayout": "{DeltaPayout}"\n}',
    );
    expect(post('json', '{}').body?.template).toBe('{ "DeltaPayout": "{DeltaPayout}"}');
  });

  it('goes into the query where the body has no such place', () => {
    const made = post('xml', '<a>{ActionId}</a>');
    expect([made.url, made.body?.template]).toEqual(['/pb?DeltaPayout={DeltaPayout}', '<a>{ActionId}</a>']);
  });
});
