import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { parseYaml } from '../../electron/engine/workspace/yaml-file.ts';
import { readItems } from '../../electron/engine/world/import-items.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import { workspaceSchema } from '../../shared/workspace/schema.ts';

/** A world with a scalar of the test in place of an id. */
const world = (field: string) => (scalar: string) =>
  `name: W\nworld:\n  partner: { id: "7", name: P }\n  programs:\n    - ${[
    'id',
    'name',
    'timeZone',
    'currency',
  ]
    .map(
      (name) =>
        `${name}: ${name === field ? scalar : { id: '"1"', name: 'A', timeZone: 'UTC', currency: 'EUR' }[name]}`,
    )
    .join('\n      ')}\n      eventTypes: [{ id: "1", name: E, payout: 5 % }]\n`;
const track = (field: string) => (scalar: string) =>
  `name: S\nsteps:\n  - track:\n      amount: "1.00"\n      ${field}: ${scalar}\n`;

/** Places where a text belongs: the file, its schema, and what the file's content has there. */
const TEXTS: Record<
  string,
  { file: (scalar: string) => string; schema: z.ZodType; at: (content: unknown) => unknown }
> = {
  'a program id': {
    file: world('id'),
    schema: workspaceSchema,
    at: (content) => dig(content, 'world', 'programs', 0, 'id'),
  },
  'a program name': {
    file: world('name'),
    schema: workspaceSchema,
    at: (content) => dig(content, 'world', 'programs', 0, 'name'),
  },
  'an order id': {
    file: track('orderId'),
    schema: scenarioSchema,
    at: (content) => dig(content, 'steps', 0, 'track', 'orderId'),
  },
  'a SubId': {
    file: track('subId1'),
    schema: scenarioSchema,
    at: (content) => dig(content, 'steps', 0, 'track', 'subId1'),
  },
  'a promo code': {
    file: track('promoCode'),
    schema: scenarioSchema,
    at: (content) => dig(content, 'steps', 0, 'track', 'promoCode'),
  },
  'a program by its id': {
    file: track('program'),
    schema: scenarioSchema,
    at: (content) => dig(content, 'steps', 0, 'track', 'program'),
  },
  'an SKU': {
    file: (scalar) => `name: S\nsteps:\n  - track: { items: [{ sku: ${scalar}, amount: 1 }] }\n`,
    schema: scenarioSchema,
    at: (content) => dig(content, 'steps', 0, 'track', 'items', 0, 'sku'),
  },
  'a postback’s name': {
    file: (scalar) => `name: ${scalar}\nurl: /pb\n`,
    schema: postbackSchema,
    at: (content) => dig(content, 'name'),
  },
  'a header': {
    file: (scalar) => `name: P\nurl: /pb\nheaders: { X-A: ${scalar} }\n`,
    schema: postbackSchema,
    at: (content) => dig(content, 'headers', 'X-A'),
  },
};

function dig(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce((at: unknown, part) => (at as Record<string | number, unknown>)[part], value);
}

const CHANGED = [
  '00123',
  '0100',
  '1e5',
  '1E5',
  '0x1F',
  '0o17',
  '1_000',
  '1.0',
  '120.00',
  '.5',
  '5.',
  '+5',
  '-0',
  '0.10',
  '.inf',
  '-.INF',
  '.nan',
  '12345678901234567890',
  '9007199254740993',
  '0.12345678901234567890',
  '1e-7',
  '0b101',
  'true',
  'False',
  'null',
  '~',
  'NULL',
];
const TAKEN = [
  '1000',
  '0',
  '7',
  '-3',
  '1.5',
  '9007199254740991',
  'yes',
  'no',
  'on',
  '2026-11-28',
  '12:30',
  '1.2.3',
  'A-1',
  '0x',
  '1e',
  '#1'.slice(1),
];

describe.each(Object.entries(TEXTS))('%s', (_name, { file, schema, at }) => {
  it.each(CHANGED)('is not read from %s without quotes: that would change it', (scalar) => {
    const text = file(scalar);
    const read = parseYaml('f.yaml', text, schema);
    expect(read.ok).toBe(false);
    if (read.ok) return;
    expect(read.problems).toHaveLength(1);
    const [problem] = read.problems;
    const line = text.split('\n').findIndex((one) => one.includes(`: ${scalar}`)) + 1;
    expect(problem).toMatchObject({ line, remedy: expect.stringContaining(`"${scalar}"`) as string });
    expect(text.split('\n')[line - 1]!.slice(problem!.column! - 1)).toMatch(
      new RegExp(`^${scalar.replaceAll(/[.+]/g, '\\$&')}`),
    );
  });

  it.each(TAKEN)('is read from %s without quotes, as written', (scalar) => {
    const read = parseYaml('f.yaml', file(scalar), schema);
    expect(read.ok ? at(read.content) : read.problems).toBe(scalar);
  });

  it('is whatever stands in quotes, or what is written, or an error: never anything else', () => {
    const scalars = fc.oneof(
      fc.stringMatching(/^[-+]?[0-9_.]{1,12}$/),
      fc.stringMatching(/^[-+]?\d{1,6}(?:\.\d{1,6})?(?:[eE][-+]?\d{1,3})?$/),
      fc.stringMatching(/^0[xob][0-9a-f]{1,6}$/),
      fc.stringMatching(/^[A-Za-z0-9]{1,10}$/),
    );
    fc.assert(
      fc.property(scalars, (scalar) => {
        const quoted = parseYaml('f.yaml', file(JSON.stringify(scalar)), schema);
        expect(quoted.ok ? at(quoted.content) : quoted.problems).toBe(scalar);
        const plain = parseYaml('f.yaml', file(scalar), schema);
        if (plain.ok) expect(at(plain.content)).toBe(scalar);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an amount', () => {
  const amount = (scalar: string) =>
    parseYaml('f.yaml', `name: S\nsteps:\n  - track: { amount: ${scalar} }\n`, scenarioSchema);

  it.each(['120', '120.00', '120.5', '0.10', '0', '1.00'])(
    'of %s keeps its digits without quotes',
    (scalar) => {
      const read = amount(scalar);
      expect(read.ok ? dig(read.content, 'steps', 0, 'track', 'amount') : read.problems).toBe(scalar);
    },
  );

  it.each(['1e2', '0120', '0x10', '0o17', '1_000', '.5', '5.', '+5', '12345678901234567890.00', 'true', '~'])(
    'is not read from %s',
    (scalar) => {
      const read = amount(scalar);
      expect(read.ok).toBe(false);
    },
  );

  it('is not told to be quoted where that would not help', () => {
    const said = (scalar: string) => {
      const read = amount(scalar);
      return read.ok ? '' : read.problems.map(({ message, remedy }) => `${message} ${remedy}`).join('\n');
    };
    expect(said('true')).toContain('"true" is not an amount such as 120.00');
    expect(said('true')).not.toMatch(/Quote it/);
    const id = parseYaml('f.yaml', 'name: true\nsteps:\n  - track: { amount: 1 }\n', scenarioSchema);
    expect(id.ok ? '' : id.problems[0]!.remedy).toMatch(/^Quote it/);
  });
});

describe('a number', () => {
  it.each(['1.08', '1.10', '2', '1.0'])('of %s is read where one is wanted', (scalar) => {
    const text = `name: S\nsteps:\n  - track: { amount: 1, currency: EUR, exchangeRate: ${scalar} }\n`;
    const read = parseYaml('f.yaml', text, scenarioSchema);
    expect(read.ok ? dig(read.content, 'steps', 0, 'track', 'exchangeRate') : read.problems).toBe(
      Number(scalar),
    );
  });
});

describe('a CSV', () => {
  it('keeps zeros and digits of ids', () => {
    const [first, second] = readItems(
      'sku,name,price,gtin\n00123,"1E5",120.00,0012345678905\n"1.2E+05",b,1,\n',
      'EUR',
    );
    expect(first).toMatchObject({ sku: '00123', name: '1E5', price: '120.00', gtin: '0012345678905' });
    expect(second).toMatchObject({ sku: '1.2E+05' });
  });

  it.each([
    ['a SKU that a spreadsheet has shortened', 'sku,name,price\n1.23E+12,a,1\n', /2:1.*|lost digits/],
    ['an amount with an exponent', 'sku,name,price\na,b,1e2\n', /not an amount/],
    ['an amount that begins with a zero', 'sku,name,price\na,b,0120\n', /begins with a zero/],
    ['a quote that is never closed', 'sku,name,price\na,"b,1\n', /never closed/],
    ['something after a quoted cell', 'sku,name,price\na,"b"x,1\n', /follows the closing/],
    ['a quote inside a cell', 'sku,name,price\na,b"x,1\n', /stands inside a cell/],
  ])('is refused for %s', (_what, csv, message) => {
    expect(() => readItems(csv, 'EUR')).toThrow(message);
  });
});
