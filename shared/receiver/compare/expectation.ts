import { fieldPatterns } from '../../template/field-patterns.ts';
import type { CompiledPostback, RenderSettings } from '../../template/postback.ts';
import { splitTarget } from '../../template/url.ts';
import { type ComparedPoint, comparePoints } from './compare-points.ts';
import { type ComparedRequest, requestPoints } from './request-points.ts';

/** One data point that a postback promises, or that came though it does not. */
export interface ExpectedPoint extends ComparedPoint {
  /** The names of the placeholders that it is made of; none for a fixed text, and where the template is not known. */
  placeholders: string[];
}

/** A captured request held against what was sent, or against what its postback's template promises. */
export interface Expectation {
  points: ExpectedPoint[];
  /** Data points promised, and how many of them arrived with the value that was sent. */
  expected: number;
  arrived: number;
  missing: number;
  /** Arrived with another value. */
  changed: number;
  extra: number;
  doubled: number;
  /** Arrived with the same value in another spelling. */
  reEncoded: number;
  reordered: number;
  /** Promised, and sent without a value. */
  empty: number;
}

/** A postback's template: its compiled texts and how its placeholders are read. */
export interface ExpectedTemplate {
  compiled: CompiledPostback;
  settings: RenderSettings;
}

/**
 * Holds a request against the one that was expected. Data points are the values of the query and the body, the
 * postback's own headers, and the path where the template has a placeholder in it; without a template, the query and the body.
 */
export function holdAgainst(
  expected: ComparedRequest,
  received: ComparedRequest,
  template?: ExpectedTemplate,
): Expectation {
  const wanted = template === undefined ? undefined : wantedOf(template);
  const isPoint = ({ place, key }: Pick<ComparedPoint, 'place' | 'key'>) =>
    place === 'query' ||
    place === 'body' ||
    (place === 'path' && wanted?.path === true) ||
    (place === 'header' && wanted?.headers.has(key) === true);
  const compared = comparePoints(
    requestPoints(expected).filter(isPoint),
    requestPoints(received).filter(isPoint),
  );
  const turns = new Map<string, number>();
  const points = compared.map((point): ExpectedPoint => {
    if (point.left === null) return { ...point, placeholders: [] };
    const id = `${point.place} ${point.key}`;
    const turn = turns.get(id) ?? 0;
    turns.set(id, turn + 1);
    return { ...point, placeholders: wanted?.placeholders.get(id)?.[turn] ?? [] };
  });
  const count = (test: (point: ExpectedPoint) => boolean) => points.filter(test).length;
  const of = (state: ComparedPoint['state']) => count((point) => point.state === state);
  return {
    points,
    expected: count(({ left }) => left !== null),
    arrived: of('same') + of('re-encoded'),
    missing: of('missing'),
    changed: of('changed'),
    extra: of('extra'),
    doubled: of('doubled'),
    reEncoded: of('re-encoded'),
    reordered: count(({ moved }) => moved),
    empty: count(({ left, state }) => left?.value === '' && state !== 'missing'),
  };
}

/** Whether everything arrived as it was sent. */
export function isAsSent({ points }: Expectation): boolean {
  return points.every(({ state, moved }) => state === 'same' && !moved);
}

/** "14 of 14 data points arrived; 1 re-encoded": what the head of a capture says. */
export function expectationSentence(expectation: Expectation): string {
  const { expected, arrived } = expectation;
  if (expected === 0) return 'The postback has no data points';
  const others = tallies(expectation).filter(({ name, count }) => count > 0 && name !== 'empty');
  const points = `${arrived} of ${expected} data ${expected === 1 ? 'point' : 'points'} arrived`;
  return [points, others.map(({ name, count }) => `${count} ${name}`).join(', ')]
    .filter((part) => part !== '')
    .join('; ');
}

/** What differs, each with how often, in the order in which it matters. */
export function tallies(expectation: Expectation): { name: string; count: number }[] {
  const { missing, changed, extra, doubled, reEncoded, reordered, empty } = expectation;
  return [
    { name: 'missing', count: missing },
    { name: 'changed', count: changed },
    { name: 'extra', count: extra },
    { name: 're-encoded', count: reEncoded },
    { name: 'reordered', count: reordered },
    { name: 'doubled', count: doubled },
    { name: 'empty', count: empty },
  ];
}

/** Which headers and whether the path count, and the placeholders of each value by its place and key, one list a turn. */
function wantedOf({ compiled, settings }: ExpectedTemplate) {
  const placeholders = new Map<string, string[][]>();
  for (const { place, key, pieces } of fieldPatterns(compiled, settings)) {
    // A repeated key is told apart by a number there, by its turn here.
    const id = `${place} ${place === 'header' ? key.toLowerCase() : key.replace(/ \(\d+\)$/, '')}`;
    const names = pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.name]));
    const lists = placeholders.get(id);
    if (lists === undefined) placeholders.set(id, [names]);
    else lists.push(names);
  }
  return {
    path: splitTarget(compiled.postback.url).path.includes('{'),
    headers: new Set(Object.keys(compiled.postback.headers).map((name) => name.toLowerCase())),
    placeholders,
  };
}
