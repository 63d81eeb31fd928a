import { type ComparedPoint, comparePoints } from './compare-points.ts';
import { type ComparedRequest, requestPoints } from './request-points.ts';

/** Two requests, value by value. */
export interface ComparedRequests {
  /** With the method first. */
  points: ComparedPoint[];
  /** Values of query and body, and how many of them differ. */
  values: number;
  differing: number;
  /** Headers that differ. */
  headers: number;
  /** Whether the bytes of the target, the headers and the body are the same. */
  identical: boolean;
}

/** Compares two requests by what they say: method, path, query, headers, and the body by its format. */
export function compareRequests(left: ComparedRequest, right: ComparedRequest): ComparedRequests {
  const compared = comparePoints(requestPoints(left), requestPoints(right));
  const points = [methods(left, right), ...compared];
  const values = compared.filter(({ place }) => place === 'query' || place === 'body');
  return {
    points,
    values: values.length,
    differing: values.filter(isDifferent).length,
    headers: compared.filter((point) => point.place === 'header' && isDifferent(point)).length,
    identical: sameBytes(left, right),
  };
}

/** Whether a value, or its place, is not the same in both. */
export const isDifferent = ({ state, moved }: ComparedPoint): boolean => state !== 'same' || moved;

/** In a few words: "5 of 14 values differ, headers equal". */
export function comparisonSentence({ values, differing, headers, identical }: ComparedRequests): string {
  if (identical) return 'The same, byte for byte';
  const ofValues =
    values === 0
      ? 'No values to compare'
      : differing === 0
        ? `All ${values} ${values === 1 ? 'value' : 'values'} equal`
        : `${differing} of ${values} ${values === 1 ? 'value differs' : `values ${differing === 1 ? 'differs' : 'differ'}`}`;
  const ofHeaders =
    headers === 0 ? 'headers equal' : `${headers} ${headers === 1 ? 'header differs' : 'headers differ'}`;
  return `${ofValues}, ${ofHeaders}`;
}

function methods(left: ComparedRequest, right: ComparedRequest): ComparedPoint {
  const point = (method: string) =>
    ({ place: 'path', key: 'method', value: method, raw: method, ordered: false }) as const;
  return {
    place: 'path',
    key: 'method',
    left: point(left.method),
    right: point(right.method),
    state: left.method === right.method ? 'same' : 'changed',
    moved: false,
  };
}

function sameBytes(left: ComparedRequest, right: ComparedRequest): boolean {
  return (
    left.method === right.method &&
    left.target === right.target &&
    JSON.stringify(left.headers) === JSON.stringify(right.headers) &&
    left.body.length === right.body.length &&
    left.body.every((byte, index) => byte === right.body[index])
  );
}
