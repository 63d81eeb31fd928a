import type { Repeated } from '../../shared/delivery/fired-postbacks.ts';
import type { Postback } from '../../shared/template/postback.ts';
import { count } from './format.ts';

/** A postback that can be read, with its file. */
export interface PostbackFile {
  file: string;
  postback: Postback;
}

/** As many postbacks, or programs, as are named; the list has them all. */
const NAMED = 4;
const TIMES = ['', '', 'twice', 'three times', 'four times'];
const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** "A, B and C", the first few of many. */
function andMore(names: readonly string[]): string {
  const more = names.length - NAMED;
  return AND.format(more <= 0 ? names : [...names.slice(0, NAMED), `${count(more)} more`]);
}

/** "each Purchase and Sign Up of Acme" for each program. */
function eventsOf(repeated: readonly Repeated<PostbackFile>[]): string[] {
  return [...Map.groupBy(repeated, ({ program }) => program.id).values()].map((events) => {
    const names = events.map(({ eventType }) => eventType.name.trim());
    return `each ${andMore(names)} of ${events[0]!.program.name.trim()}`;
  });
}

/**
 * "Each Purchase and Sign Up of Acme arrives twice: through A (all events) and B (one event type)." One sentence for
 * all events that arrive through the same postbacks. `seenFrom` is the file of one of them, which it then leaves out.
 */
export function repeatedSentences(repeated: readonly Repeated<PostbackFile>[], seenFrom?: string): string[] {
  const groups = Map.groupBy(repeated, ({ postbacks }) => JSON.stringify(postbacks.map(({ file }) => file)));
  return [...groups.values()].map((group) => {
    const { postbacks } = group[0]!;
    const named = postbacks
      .filter(({ file }) => file !== seenFrom)
      .map(
        ({ postback }) =>
          `${postback.name} (${postback.level === 'global' ? 'all events' : 'one event type'})`,
      );
    const events = andMore(eventsOf(group));
    const times = TIMES[postbacks.length] ?? `${count(postbacks.length)} times`;
    const through = seenFrom === undefined ? ': through' : ', also through';
    return `${events[0]!.toUpperCase()}${events.slice(1)} arrives ${times}${through} ${andMore(named)}.`;
  });
}
