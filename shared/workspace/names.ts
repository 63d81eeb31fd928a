import type { Postback } from '../template/postback.ts';

/** Characters of a postback's name; the platform publishes no limit, and lists must stay readable. */
export const NAME_LIMIT = 200;

/** Letters of a file name without its ending; a path of Windows may have 260 in all. */
const STEM_LIMIT = 60;

/** Names that Windows keeps for devices, whatever their ending (learn.microsoft.com, "Naming Files, Paths"). */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * What is wrong with a name that somebody gives a postback, as the end of a sentence; undefined when nothing is.
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

/** The name itself, or the first of "name 2", "name 3" … that nobody has. */
export function freeName(name: string, others: readonly string[]): string {
  const taken = new Set(others.map((other) => other.trim()));
  for (let n = 1; ; n += 1) {
    const end = n === 1 ? '' : ` ${n}`;
    const candidate = name.slice(0, NAME_LIMIT - end.length) + end;
    if (!taken.has(candidate)) return candidate;
  }
}

/** How the copy of a postback is called: "Acme copy", and of a copy "Acme copy 2". */
export function copyName(name: string, others: readonly string[]): string {
  const original = name.replace(/ copy(?: \d+)?$/, '');
  return freeName(`${original.slice(0, NAME_LIMIT - 10)} copy`, others);
}

/**
 * A file name without its ending, of lower-case letters, digits and hyphens, that every system takes; letters with
 * marks lose them. `kind` stands for a name of which nothing is left.
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

/** Where the first life-cycle values go when nobody has said otherwise yet. */
const FIRST_URL =
  '/pb?id={ActionId}&status={Status}&pay={Payout}&amount={Amount}&cur={Currency}&et={ActionTrackerName}&date={EventDate}&s1={SubId1}&shared={SharedId}';

/**
 * A postback to begin with: every action to the local receiver. It is on only where no other postback of actions is,
 * since each event would arrive twice.
 */
export function firstPostback(
  name: string,
  others: readonly Pick<Postback, 'kind' | 'enabled'>[],
): Pick<Postback, 'name' | 'url' | 'enabled'> {
  return { name, url: FIRST_URL, enabled: !repeats('action', others) };
}

/** Whether a further postback of a kind that is on would send events a second time. */
export function repeats(
  kind: Postback['kind'],
  others: readonly Pick<Postback, 'kind' | 'enabled'>[],
): boolean {
  return others.some((other) => other.kind === kind && other.enabled);
}
