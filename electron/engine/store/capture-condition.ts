import type { CaptureRecord, FieldSource } from './capture-record.ts';

/** A text that a capture contains, or does not. */
export interface TextCondition {
  text: string;
  excluded: boolean;
}

/** What the values of one field are to be. */
export interface FieldCondition {
  source: FieldSource;
  /** A field's name, or a key in lower case. */
  name: string;
  /** Whether captures that meet it are left out. */
  excluded: boolean;
  /** Whether values are what they are to be, whatever `excluded` says: one of them is enough. */
  isMet: (values: readonly (string | number)[]) => boolean;
  /** Whether values are compared as numbers. */
  isNumeric: boolean;
  /** The same for a single number, sooner; undefined where there is no such way. */
  isMetBy?: ((value: number) => boolean) | undefined;
  /** What a text has to contain, in any case; undefined where it may be any. */
  contains?: string | undefined;
}

/** Which captures are looked for: those that meet all of it. */
export interface CaptureFilter {
  /** Filters of the same line are the same. */
  line: string;
  /** What is looked for as by `search`, or left out. */
  texts: readonly TextCondition[];
  fields: readonly FieldCondition[];
  /** Whether every capture's keys have to be known, also those of captures that do not meet the rest. */
  readsKeys: boolean;
  /** Throws for a field that is none of `keys`, those of the requests that were read. */
  requireKeys: (keys: ReadonlySet<string>) => void;
}

/** What is only known from deliveries, which change after their captures, and go before them. */
const OF_DELIVERIES = new Set(['virtualAt', 'kind', 'event', 'action', 'delivery', 'attempt', 'outcome']);

/** What is known from marks alone, which change whenever the user likes. */
export const OF_MARKS = new Set(['pinned', 'label']);

/** Whether a field's values change with the marks of a capture. */
export const needsMarks = ({ source, name }: FieldCondition) =>
  source === 'capture' && (OF_MARKS.has(name) || name === 'note');

/** Fields that are read from head and body. */
export const OF_HEAD_AND_BODY = new Set(['url', 'headers', 'body']);

export const needsDelivery = ({ source, name }: FieldCondition) =>
  source === 'request' || OF_DELIVERIES.has(name);

export const needsRequest = ({ source, name }: FieldCondition) =>
  source === 'request' || OF_HEAD_AND_BODY.has(name);

export function meetsFields(record: CaptureRecord, fields: readonly FieldCondition[]): boolean {
  return fields.every(({ source, name, isMet, excluded }) => isMet(record.values(source, name)) !== excluded);
}
