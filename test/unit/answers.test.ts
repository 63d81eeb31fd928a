import { expect, test } from 'vitest';
import { parseAnswers } from '../../electron/engine/receiver/answers.ts';

test('a list of answers is written with repeats', () => {
  expect(parseAnswers('500x3,204,200')).toEqual([500, 500, 500, 204, 200]);
  expect(parseAnswers(' 200 , 599X2 ')).toEqual([200, 599, 599]);
  expect(parseAnswers('404x10000')).toHaveLength(10_000);
});

for (const [text, why] of [
  ['', 'a status is missing'],
  ['200,,201', 'a status is missing'],
  ['200,', 'a status is missing'],
  ['ok', '"ok" is not a status'],
  ['200x', '"200x" is not a status'],
  ['200x-1', '"200x-1" is not a status'],
  ['2.5', '"2.5" is not a status'],
  ['199', '199 is not between 200 and 599'],
  ['600x2', '600 is not between 200 and 599'],
  ['200x0', '"200x0" repeats 0 times'],
  ['200x10001', '"200x10001" repeats 10001 times'],
] as const) {
  test(`"${text}" is refused: ${why}`, () => {
    expect(() => parseAnswers(text)).toThrow(
      expect.objectContaining({
        code: 'PB_ARGUMENT_INVALID',
        message: expect.stringContaining(why) as string,
      }),
    );
  });
}
