import { describe, expect, test } from 'vitest';
import { hexDump } from '../../shared/template/hex.ts';
import { prettyJson } from '../../shared/template/pretty-json.ts';
import { prettyXml } from '../../shared/template/pretty-xml.ts';

describe('JSON for reading', () => {
  test('keeps numbers that a double cannot hold and trailing zeros', () => {
    expect(prettyJson('{"id":12345678901234567890,"price":1.10}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "price": 1.10\n}',
    );
  });

  test('keeps keys that are there twice, in order', () => {
    expect(prettyJson('{"a":1,"b":2,"a":3}')).toBe('{\n  "a": 1,\n  "b": 2,\n  "a": 3\n}');
  });

  test('keeps escapes and brackets in strings as they were sent', () => {
    const text = String.raw`["\u00e9 \" {[:,]} \\"]`;
    expect(prettyJson(text)).toBe(`[\n  ${text.slice(1, -1)}\n]`);
  });

  test('writes empty objects and arrays on one line and nests the others', () => {
    expect(prettyJson('{"a":{},"b":[ ],"c":[[1],{"d":null}]}')).toBe(
      '{\n  "a": {},\n  "b": [],\n  "c": [\n    [\n      1\n    ],\n    {\n      "d": null\n    }\n  ]\n}',
    );
  });

  test('takes bare values', () => {
    expect(prettyJson(' "x" ')).toBe('"x"');
    expect(prettyJson('-1.5e+30')).toBe('-1.5e+30');
  });

  test.each(['', '{', '{"a":1', 'NaN', '{a:1}', '<a/>'])(
    'gives nothing for %j, which is not JSON',
    (text) => {
      expect(prettyJson(text)).toBeUndefined();
    },
  );

  test('takes a string of two million characters', () => {
    const text = `["${'\\n x'.repeat(500_000)}"]`;
    expect(prettyJson(text)).toHaveLength(text.length + 4);
  });
});

describe('XML for reading', () => {
  test('puts elements on lines of their own and leaves those with text alone', () => {
    expect(prettyXml('<?xml version="1.0"?><p><id>1.0</id><n/><!-- c --><t>a <b>b</b> c</t></p>')).toBe(
      '<?xml version="1.0"?>\n<p>\n  <id>1.0</id>\n  <n/>\n  <!-- c -->\n  <t>a <b>b</b> c</t>\n</p>',
    );
  });

  test('keeps ">" and quotes in attributes, CDATA, and empty elements with an end tag', () => {
    const text = `<p a="1 > 0" b='"'><c><![CDATA[<x> & ]]></c><d></d></p>`;
    expect(prettyXml(text)).toBe(`<p a="1 > 0" b='"'>\n  <c><![CDATA[<x> & ]]></c>\n  <d></d>\n</p>`);
  });

  test('replaces the layout that was there', () => {
    expect(prettyXml('<a>\n\n      <b>1</b>\t</a>\n')).toBe('<a>\n  <b>1</b>\n</a>');
  });

  test.each(['', 'plain', '<a>', '<a></b>', '</a>', '<a><b></a></b>', '<a>1 < 2</a>', '<!-- only -->'])(
    'gives nothing for %j',
    (text) => {
      expect(prettyXml(text)).toBeUndefined();
    },
  );
});

test('a hex dump shows offsets, two groups of eight, and dots for what cannot be printed', () => {
  const bytes = new TextEncoder().encode('GET /pb?id=1000.\r\né');
  expect(hexDump(bytes)).toBe(
    [
      '000000  47 45 54 20 2f 70 62 3f  69 64 3d 31 30 30 30 2e  GET /pb?id=1000.',
      `000010  0d 0a c3 a9  ${' '.repeat(35)}  ····`,
    ].join('\n'),
  );
});
