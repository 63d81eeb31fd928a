import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { placesOfText } from '../../electron/engine/workspace/scalar-places.ts';

const TEXTS = {
  'a folded block': 'body: >-\n  {"id": 1,\n  "🏕": 2,\n\n    "p": "{payout}"}\n',
  'a folded block with a comment behind its sign': 'body: >2  # two\n    one\n  two {payout}\n',
  'a plain text over two lines': 'body: one two\n  three {payout} four\n',
  'a text in single quotes over two lines': "body: 'it''s\n  {payout}'\n",
  'a text in double quotes over two lines': 'body: "one \\\n  two {payout}"\n',
  'a literal block': 'body: |\n  one\n    {payout}\n',
  'a text in double quotes with escapes': 'body: "\\t\\u00e9 {payout}"\n',
};

describe('a place in a text of a YAML file is its place in the file', () => {
  for (const [ends, change] of [
    ['LF', (text: string) => text],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ] as const) {
    it.each(Object.entries(TEXTS))(`in %s, with ${ends}`, (_title, text) => {
      const source = change(text);
      const { body } = parse(source) as { body: string };
      const offset = source.indexOf('{payout}');
      const line = source.slice(0, offset).split('\n').length;
      const column = offset - source.lastIndexOf('\n', offset);
      expect(placesOfText(source, ['body'])(body.indexOf('{payout}'))).toEqual({ line, column });
    });
  }
});
