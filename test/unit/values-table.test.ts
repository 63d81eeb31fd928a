import { describe, expect, it } from 'vitest';
import { compilePostback, type Postback, postbackSchema } from '../../shared/template/postback.ts';
import { columnAsJson, columnAsText, fieldsOf, valuesTable } from '../../shared/template/values-table.ts';

const settings = { known: () => true, unknown: 'literal' as const, receiverBase: 'http://127.0.0.1:7300' };
const fields = (given: Partial<Postback>, values: Record<string, string>) =>
  fieldsOf(compilePostback(postbackSchema.parse({ name: 'p', url: '/', ...given })), values, settings).map(
    ({ place, key, value }) => `${place} ${key}=${value}`,
  );

describe('what a receiver reads', () => {
  it('is decoded, with blanks at the ends kept and repeated keys numbered', () => {
    expect(fields({ url: '/pb?n={N}&n=2&e={E}#x' }, { N: 'Acme ' })).toEqual([
      'query n=Acme ',
      'query n (2)=2',
      'query e=',
    ]);
  });

  it('hides no value, even where a key is written like one that was numbered', () => {
    expect(fields({ url: '/pb?a=1&a%20(2)=2&a=3&a%20(3)=4' }, {})).toEqual([
      'query a=1',
      'query a (2)=2',
      'query a (3)=3',
      'query a (3) (2)=4',
    ]);
  });

  it('has the path only where it holds a placeholder', () => {
    expect(fields({ url: '/pb/{N}?a=1' }, { N: '7' })).toEqual(['path path=/pb/7', 'query a=1']);
  });

  it('has own headers and the leaves of a JSON body, numbers as they were written', () => {
    const body = {
      format: 'json' as const,
      template: '{"pay":{P},"items":[{"sku":"{S}"}]}',
      escape: 'by-place' as const,
    };
    expect(fields({ method: 'POST', headers: { 'X-Id': '{S}' }, body }, { P: '120.00', S: 'a"b' })).toEqual([
      'header X-Id=a"b',
      'body pay=120.00',
      'body items[0].sku=a"b',
    ]);
  });

  it('has the pairs of a form body', () => {
    const body = { format: 'form' as const, template: 'a={A}&b=', escape: 'by-place' as const };
    expect(fields({ method: 'POST', body }, { A: 'x&y' })).toEqual(['body a=x&y', 'body b=']);
  });

  it('has the leaves and attributes of an XML body by their paths', () => {
    const template = '<a n="{N}"><i s="1">{X}</i><i><![CDATA[{X}]]></i><e/></a>';
    const body = { format: 'xml' as const, template, escape: 'by-place' as const };
    expect(fields({ method: 'POST', body }, { N: 'x"y', X: 'a<b\n' })).toEqual([
      'body a@n=x"y',
      'body a/i@s=1',
      'body a/i=a<b\n',
      'body a/i[2]=a<b\n',
      'body a/e=',
    ]);
  });

  it('says that a body without a value is no JSON or XML any more', () => {
    const body = (format: 'json' | 'xml', template: string) =>
      fields({ method: 'POST', body: { format, template, escape: 'raw' } }, { N: '<' });
    expect(body('json', '{"pay":{P}}')).toEqual(['body body=not valid JSON: line 1, at }']);
    expect(body('json', '{\n"status": PENDING,\n"id": 1}')).toEqual([
      'body body=not valid JSON: line 2, at PENDING,',
    ]);
    expect(body('json', '{"id": 1')).toEqual(['body body=not valid JSON: line 1, at its end']);
    expect(body('xml', '<a>{N}</a>')).toEqual([expect.stringMatching(/^body body=not valid XML: /)]);
  });
});

describe('the table of states', () => {
  const field = (key: string, value: string) => ({ place: 'query' as const, key, value });

  it('marks what differs from the state before, also a key that comes or goes', () => {
    const rows = valuesTable([
      [field('pay', '12.00'), field('id', '1')],
      [field('pay', '8.00'), field('id', '1'), field('why', 'RETURN')],
    ]);
    expect(
      rows.map(({ key, cells }) => [key, ...cells.map(({ value, changed }) => [value, changed])]),
    ).toEqual([
      ['pay', ['12.00', false], ['8.00', true]],
      ['id', ['1', false], ['1', false]],
      ['why', [null, false], ['RETURN', true]],
    ]);
  });

  it('gives one state as text and as JSON, without keys that are not there', () => {
    const rows = valuesTable([
      [field('pay', '12.00'), { ...field('pay', '12'), place: 'body' }, field('e', '')],
      [field('why', 'RETURN')],
    ]);
    expect(columnAsText(rows, 0)).toBe('query pay: 12.00\nbody pay: 12\ne: ');
    expect(JSON.parse(columnAsJson(rows, 1))).toEqual({ why: 'RETURN' });
  });
});
