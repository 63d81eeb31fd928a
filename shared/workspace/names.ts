import type { Postback } from '../template/postback.ts';

/** Most characters of a postback's name; the platform publishes no limit, and lists must stay readable. */
export const NAME_LIMIT = 200;

/** Most letters of a file name without its extension; a Windows path may have 260 in total. */
const STEM_LIMIT = 60;

/** Names that Windows reserves for devices, whatever their extension (learn.microsoft.com, "Naming Files, Paths"). */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * What is wrong with a new name of a postback, as the end of a sentence; undefined if nothing is.
 * `others` are the names of the workspace's other postbacks: expectations of scenarios name a postback by it.
 */
export function nameProblem(name: string, others: readonly string[]): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return 'must not be empty';
  if (trimmed.length > NAME_LIMIT) return `has ${trimmed.length} characters; ${NAME_LIMIT} are the most`;
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(trimmed)) return 'must be one line without control characters';
  if (others.some((other) => other.trim() === trimmed)) return 'is the name of another postback';
  return undefined;
}

/** The name itself, or the first of "name 2", "name 3" … that is free. */
export function freeName(name: string, others: readonly string[]): string {
  const taken = new Set(others.map((other) => other.trim()));
  for (let n = 1; ; n += 1) {
    const end = n === 1 ? '' : ` ${n}`;
    const candidate = name.slice(0, NAME_LIMIT - end.length) + end;
    if (!taken.has(candidate)) return candidate;
  }
}

/** The name of a postback's copy: "Acme copy", and of a copy's copy "Acme copy 2". */
export function copyName(name: string, others: readonly string[]): string {
  const original = name.replace(/ copy(?: \d+)?$/, '');
  return freeName(`${original.slice(0, NAME_LIMIT - 10)} copy`, others);
}

/**
 * A file name without its extension, of lower-case letters, digits and hyphens, valid on every system; letters with
 * marks lose them. `kind` replaces a name of which nothing is left.
 */
export function fileStem(name: string, kind: 'postback' | 'scenario'): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const stem = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, STEM_LIMIT)
    .replaceAll(/^-+|-+$/g, '');
  if (stem === '') return kind;
  return RESERVED.test(stem) ? `${stem}-${kind}` : stem;
}

/** The default URL of the first life-cycle postback. */
const FIRST_URL =
  '/pb?id={ActionId}&status={Status}&pay={Payout}&amount={Amount}&cur={Currency}&et={ActionTrackerName}&date={EventDate}&s1={SubId1}&shared={SharedId}';

/**
 * A default postback: every action to the local receiver. It is only enabled if no other postback of actions is,
 * since each event would arrive twice.
 */
export function firstPostback(
  name: string,
  others: readonly Pick<Postback, 'kind' | 'enabled'>[],
): Pick<Postback, 'name' | 'url' | 'enabled'> {
  return { name, url: FIRST_URL, enabled: !repeats('action', others) };
}

/** Whether another enabled postback of a kind would send events a second time. */
export function repeats(
  kind: Postback['kind'],
  others: readonly Pick<Postback, 'kind' | 'enabled'>[],
): boolean {
  return others.some((other) => other.kind === kind && other.enabled);
}
