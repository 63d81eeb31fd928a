import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseResponses, responsesText } from '../../shared/receiver/response-list.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';

test('a list of answers is written with repeats', () => {
  expect(parseResponses('500x3,204,200')).toEqual([500, 500, 500, 204, 200]);
  expect(parseResponses(' 200 , 599X2 ')).toEqual([200, 599, 599]);
  expect(parseResponses('404x10000')).toHaveLength(10_000);
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
    expect(() => parseResponses(text)).toThrow(
      expect.objectContaining({
        code: 'PB_ARGUMENT_INVALID',
        message: expect.stringContaining(why) as string,
      }),
    );
  });
}

test('the short form of a list reads as the same list', () => {
  const status = fc.constantFrom(200, 204, 404, 500, 503);
  fc.assert(
    fc.property(fc.array(status, { minLength: 1, maxLength: 200 }), (statuses) => {
      expect(parseResponses(responsesText(statuses))).toEqual(statuses);
    }),
  );
});

test('a scenario and the command line read the same lists, and refuse the same', () => {
  const responses = (text: string) =>
    scenarioSchema.safeParse({ name: 's', steps: [{ responses: text }] }).success;
  for (const text of ['500X3', '500x10000', '0200', '200, 201', '599x2,200']) {
    expect(() => parseResponses(text), text).not.toThrow();
    expect(responses(text), text).toBe(true);
  }
  for (const text of ['600', '200x0', '200,', 'ok', '200x10001', '199']) {
    expect(() => parseResponses(text), text).toThrow();
    expect(responses(text), text).toBe(false);
  }
});

test('a file that still calls them answers says the same', () => {
  const { steps } = scenarioSchema.parse({ name: 's', steps: [{ at: '5 min', answers: '503x2, 200' }] });
  expect(steps).toEqual([{ at: 300_000, responses: [503, 503, 200] }]);
});
