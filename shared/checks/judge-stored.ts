import type { Judgement } from './check.ts';
import { differs } from './judge-records.ts';
import { statusText } from './judge-responses.ts';
import type { PlayedStory } from './story.ts';

/** Longest value that a list shows. */
const SHOWN = 40;

const quoted = (text: string) => JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/**
 * Whether what was acknowledged is stored as it was sent, in the fields that the stories compare. A value that is
 * refused is no evidence here: another check speaks of refusals.
 */
export function judgeStored(played: readonly PlayedStory[]): Judgement {
  const refused = played.find(({ undelivered }) => undelivered.length > 0);
  const index = played.findIndex((story) => story.undelivered.length === 0 && differs(story));
  if (index === -1) {
    if (refused !== undefined && played.every(({ undelivered }) => undelivered.length > 0)) {
      const last = refused.exchanges.at(-1);
      const saw = last === undefined ? '' : statusText(last);
      return { verdict: 'skip', saw, sentence: `It was refused with ${saw}, so nothing was stored.` };
    }
    const unread = played.find((story) => story.unread !== undefined);
    if (unread !== undefined) return { verdict: 'skip', saw: '', sentence: unread.unread ?? '' };
    return { verdict: 'pass', saw: 'as sent', sentence: '' };
  }
  const story = played[index]!;
  const action = Object.values(story.actions).find(({ differences }) => differences.length > 0)!;
  const [first] = action.differences;
  const { field, expected, found } = first!;
  const isMissing = field === 'record';
  return {
    verdict: 'fail',
    saw: isMissing ? 'no record' : `${field} ${quoted(found)}`,
    sentence: isMissing
      ? 'It was acknowledged, and your records do not show it.'
      : `${field} was sent as ${quoted(expected)} and acknowledged; your record holds ${quoted(found)}.`,
    stories: [index],
  };
}
