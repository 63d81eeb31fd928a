import type { Judgement } from './check.ts';
import { diagnosesOf } from './diagnosis.ts';
import { keepsReversedPayout } from './records/compare-records.ts';
import type { PlayedAction, PlayedStory } from './story.ts';

/** Where the records of a story are not as the platform's books say. */
export function differs(played: PlayedStory): boolean {
  return Object.values(played.actions).some(({ differences }) => differences.length > 0);
}

/** "24.00, not 12.00", of the first difference of an action. */
export function sawOf({ differences, platform }: PlayedAction): string {
  const [first] = differences;
  if (first === undefined) return '';
  if (first.field === 'record')
    return first.found === 'no record' ? 'no record' : `${first.found}, though it should not be there`;
  if (first.field === 'Status') return `${first.found || 'empty'}, not ${first.expected || platform.status}`;
  return `${first.found === '' ? 'empty' : first.found}, not ${first.expected === '' ? 'empty' : first.expected}`;
}

/** As `judgeRecords`, and warns where a record is marked reversed but keeps its payout: right only for some. */
export function judgeReversal(played: readonly PlayedStory[]): Judgement {
  const judgement = judgeRecords(played);
  return judgement.verdict === 'pass' ? (keptPayout(played) ?? judgement) : judgement;
}

/**
 * The verdict of most checks that need records: each story's must be as the platform's books say. Records that could
 * not be read are no evidence.
 */
export function judgeRecords(played: readonly PlayedStory[]): Judgement {
  const failing = played.flatMap((story, index) => (differs(story) ? [index] : []));
  const [first] = failing;
  if (first === undefined) {
    const unread = played.find((story) => story.unread !== undefined);
    if (unread !== undefined) return { verdict: 'skip', saw: '', sentence: unread.unread ?? '' };
    return { verdict: 'pass', saw: passedWords(played), sentence: '' };
  }
  const story = played[first]!;
  const [name, action] = Object.entries(story.actions).find(([, { differences }]) => differences.length > 0)!;
  const diagnoses = diagnosesOf(story, name);
  return {
    verdict: 'fail',
    saw: sawOf(action),
    sentence: [sentenceOf(action), diagnoses[0]?.sum ?? ''].filter((text) => text !== '').join(' '),
    diagnoses: diagnoses.map(({ id }) => id),
    stories: failing,
  };
}

function keptPayout(played: readonly PlayedStory[]): Judgement | undefined {
  const index = played.findIndex((story) =>
    Object.values(story.actions).some(
      ({ record, platform }) => record !== undefined && keepsReversedPayout(record, platform),
    ),
  );
  if (index === -1) return undefined;
  return {
    verdict: 'warn',
    saw: 'keeps the payout',
    sentence:
      'The record is marked reversed but keeps its payout: right only if your totals leave reversed records out. `money: {reversed: zero}` in check.yaml makes this a failure.',
    stories: [index],
  };
}

function passedWords(played: readonly PlayedStory[]): string {
  const actions = played.flatMap((story) => Object.values(story.actions));
  const [only] = actions;
  if (actions.length !== 1 || only === undefined) return `${actions.length} of ${actions.length}`;
  return only.record?.fields['Payout'] ?? '';
}

function sentenceOf({ differences, platform }: PlayedAction): string {
  return differences
    .map(({ field, expected, found }) => {
      if (field === 'record')
        return found === 'no record'
          ? 'Your records have no such action, and the platform was told that it was stored.'
          : `Your records have the action with ${found}, and it should not have been booked.`;
      if (field === 'Status')
        return `Your record says ${JSON.stringify(found)}; the platform's says ${expected || platform.status}.`;
      return `${field} is ${JSON.stringify(found)} in your record; the platform stated ${JSON.stringify(expected)}.`;
    })
    .join(' ');
}
