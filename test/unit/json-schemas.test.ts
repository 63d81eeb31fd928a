import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { profileSchema } from '../../shared/delivery/profile.ts';
import { PROFILES } from '../../shared/delivery/profiles/all.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import { jsonSchemas } from '../../shared/workspace/json-schemas.ts';
import { workspaceSchema } from '../../shared/workspace/schema.ts';

const LOADERS = {
  postback: postbackSchema,
  scenario: scenarioSchema,
  workspace: workspaceSchema,
  profile: profileSchema,
};
type Kind = keyof typeof LOADERS;

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const written = jsonSchemas();
const schemas = Object.fromEntries(
  Object.keys(LOADERS).map((kind) => [kind, ajv.compile(JSON.parse(written[`${kind}.json`]!) as object)]),
);
const schemaTakes = (kind: Kind, file: unknown) => schemas[kind]!(file);
const loaderTakes = (kind: Kind, file: unknown) => LOADERS[kind].safeParse(file).success;

const root = join(import.meta.dirname, '../../shared/examples');
const kindOf = (path: string): Kind =>
  path.startsWith('postbacks') ? 'postback' : path === 'postbench.yaml' ? 'workspace' : 'scenario';
const files: [Kind, unknown][] = [
  ...readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path): [Kind, unknown] => [kindOf(path), parse(readFileSync(join(root, path), 'utf8'))]),
  ...PROFILES.map(({ input }): [Kind, unknown] => ['profile', input]),
  [
    'postback',
    {
      name: 'all of it',
      level: 'event',
      program: '1',
      eventType: 2,
      changes: false,
      method: 'POST',
      url: '/pb',
      headers: { 'X-A': 'b' },
      body: { format: 'json', template: '{}', escape: 'raw' },
      minimumDelay: '1 h 5 min',
      maximumRequestsPerSecond: 5,
      successResponse: 'OK',
    },
  ],
];

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 1.5, 1e21, 2 ** 53, 100, 0.1, 204, 65_536),
  fc.constantFrom(
    '',
    '0',
    '1',
    ' 5 min ',
    '1h30min',
    '5 %',
    '12.00',
    '-3',
    '1.234',
    '500x3, 204',
    'USD',
    'all',
  ),
  fc.constantFrom(
    'host',
    'X-Y',
    'é',
    '\ud83d',
    'a\nb',
    'x'.repeat(256),
    'action',
    'event',
    '2026-01-01T00:00:00Z',
  ),
  fc.constantFrom<unknown>(null, true, false, [], {}, ['a'], { a: 1 }),
);

type Path = (string | number)[];
function paths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key]))];
}
/** A copy with the value of one place left out, another one, or one with a key that is not known beside it. */
function changed(file: unknown, path: Path, how: 'gone' | 'other' | 'more', by: unknown): unknown {
  const copy = structuredClone(file) as Record<string, unknown>;
  let inner = copy;
  for (const key of path.slice(0, -1)) inner = inner[key] as Record<string, unknown>;
  const last = String(path.at(-1));
  if (how === 'gone') delete inner[last];
  else inner[how === 'more' && !Array.isArray(inner) ? `${last}x` : last] = by;
  return copy;
}

describe('the JSON Schemas of a workspace', () => {
  it('take every example and every built-in profile', () => {
    for (const [kind, file] of files) {
      expect(loaderTakes(kind, file)).toBe(true);
      expect(schemaTakes(kind, file), JSON.stringify(schemas[kind]!.errors)).toBe(true);
    }
  });

  it('refuse nothing that is read, however a file is changed', () => {
    const places = files.flatMap(([kind, file]) =>
      paths(file).flatMap((path) => (path.length === 0 ? [] : [{ kind, file, path }])),
    );
    const how = fc.constantFrom('gone' as const, 'other' as const, 'more' as const);
    fc.assert(
      fc.property(fc.constantFrom(...places), how, odd, ({ kind, file, path }, way, by) => {
        const other = changed(file, path, way, by);
        if (loaderTakes(kind, other)) expect(schemaTakes(kind, other)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('take a number without quotes where a text is wanted, as the file is read', () => {
    const step = (track: object) => ({ name: 2026, steps: [{ track: { amount: '1', ...track } }] });
    for (const track of [{ orderId: 1000 }, { sharedId: 7 }, { subId1: 1, subId2: 2.5 }]) {
      expect(schemaTakes('scenario', step(track)), JSON.stringify(schemas.scenario!.errors)).toBe(true);
    }
    expect(schemaTakes('scenario', step({ orderId: true }))).toBe(false);
  });

  it('refuse what a file cannot hold: other keys, durations and amounts that are none, half an event level', () => {
    const postback = { name: 'x', url: '/pb' };
    const refused: [Kind, unknown][] = [
      ['postback', { ...postback, nmae: 1 }],
      ['postback', { ...postback, method: 'PUT' }],
      ['postback', { ...postback, minimumDelay: '5' }],
      ['postback', { ...postback, headers: { 'a b': '1' } }],
      ['postback', { ...postback, level: 'event' }],
      ['postback', { ...postback, program: '1' }],
      ['postback', { ...postback, level: 'event', kind: 'catalog', program: '1', eventType: '2' }],
      ['scenario', { name: 'x', steps: [{ at: '5 minutes', wait: 'y' }] }],
      ['scenario', { name: 'x', steps: [{ at: 5, wait: 'y' }] }],
      ['scenario', { name: 'x', steps: [{ track: { amount: '12,00' } }] }],
      ['scenario', { name: 'x', steps: [{ track: { amount: -1 } }] }],
      ['scenario', { name: 'x', steps: [{ wait: 'y' }], disorder: { duplicate: '5' } }],
    ];
    for (const [kind, file] of refused) {
      expect(loaderTakes(kind, file)).toBe(false);
      expect([schemaTakes(kind, file), file]).toEqual([false, file]);
    }
  });
});
