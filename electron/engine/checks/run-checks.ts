import pLimit from 'p-limit';
import type { Check, CheckContext, Judgement, Seen } from '../../../shared/checks/check.ts';
import { whyNotJudged } from '../../../shared/checks/conditions.ts';
import { evidenceOf } from '../../../shared/checks/evidence.ts';
import type { Lag } from '../../../shared/checks/lag.ts';
import type { CheckResult } from '../../../shared/checks/report.ts';
import { type Skipped, whySkipped } from '../../../shared/checks/skip.ts';
import type { PlayedStory, Story, StoryExchange } from '../../../shared/checks/story.ts';
import { messageOf } from '../../../shared/errors.ts';
import { CONNECTIONS, type PlayedSends, type StoryPlayer, type StoryPurpose } from './play-story.ts';
import type { ReceiverBooks } from './receiver-books.ts';
import { settleStories, unseenStory } from './settle-stories.ts';

/** Stories of a check that a report shows. */
const SHOWN_STORIES = 3;

export interface ChecksPlayOptions {
  checks: readonly Check[];
  context: CheckContext;
  player: StoryPlayer;
  /** Undefined where records cannot be seen. */
  books: ReceiverBooks | undefined;
  lag: Lag;
  /** Exchanges of the run so far, in which each new one is put too. */
  exchanges: StoryExchange[];
  /** Of the first look: in order and unchanged. */
  plain: readonly StoryExchange[];
  mask: (text: string) => string;
  signal: AbortSignal;
  onStart?: ((check: Check) => void) | undefined;
  onResult?: ((result: CheckResult) => void) | undefined;
  onWaiting?: ((waiting: number) => void) | undefined;
  /** What else is to be played before the last requests of the run: exploration. */
  beforeEnd?: (() => Promise<void>) | undefined;
}

/** A check on its way. */
interface Playing {
  check: Check;
  stories: readonly Story[];
  sends: PlayedSends[];
  played: PlayedStory[];
  /** Stories whose records were awaited before the next one was played. */
  settled: Map<PlayedSends, PlayedStory>;
  startedAt: number;
  problem: string | undefined;
}

/**
 * Plays the stories of checks side by side, waits once for their records, and judges them. A failure is played again
 * with fresh ids before it is reported; one that does not come again is a warning.
 */
export async function playChecks(options: ChecksPlayOptions): Promise<void> {
  const { checks, context, onResult, signal, beforeEnd } = options;
  const playable: Playing[] = [];
  for (const check of checks) {
    const skipped = whySkipped(check, context);
    if (skipped !== undefined) {
      onResult?.(
        resultOf(check, { verdict: 'skip', saw: '', sentence: skipped.sentence }, [], {
          mask: options.mask,
          ms: 0,
          add: skipped.add,
        }),
      );
      continue;
    }
    const { stories, why } = judgeable(check, options);
    if (why !== undefined) {
      const { sentence, add } = why;
      onResult?.(
        resultOf(check, { verdict: 'skip', saw: '', sentence }, [], { mask: options.mask, ms: 0, add: add }),
      );
      continue;
    }
    playable.push({
      check,
      stories,
      sends: [],
      played: [],
      settled: new Map(),
      startedAt: 0,
      problem: undefined,
    });
  }
  const withStories = playable.filter(({ stories }) => stories.length > 0);
  const kept = withStories.filter(({ stories }) => stories.some(hasEnd));
  const others = withStories.filter(({ check }) => check.needs?.otherKind !== undefined);
  const now = withStories.filter((one) => !kept.includes(one) && !others.includes(one));
  // What ends with the run begins with it; where only changes of a shared record count, nothing may come in between.
  const isShared = options.books?.mapping.shared === true;
  await playAll(isShared ? now : [...kept, ...now], options);
  await settleAll(now, options);
  await judgeAll(now, options);
  await beforeEnd?.();
  if (kept.length > 0) {
    if (isShared) await playAll(kept, options);
    // The last requests about actions of the whole run.
    for (const { sends } of kept)
      for (const one of sends) {
        signal.throwIfAborted();
        await one.rest?.();
      }
    await settleAll(kept, options);
    await judgeAll(kept, options, false);
  }
  // Postbacks of other kinds should leave all actions alone; where they do not, only they are to blame.
  await playAll(others, options);
  await settleAll(others, options);
  await judgeAll(others, options);
  for (const one of playable.filter(({ stories }) => stories.length === 0)) {
    const judgement = one.check.judge([], context, seen(options));
    onResult?.(resultOf(one.check, judgement, [], { mask: options.mask, ms: 0 }));
  }
}

/** The stories of a check that every right receiver must end alike in; if there are none, why. */
function judgeable(
  check: Check,
  { context, player }: ChecksPlayOptions,
): { stories: Story[]; why?: Skipped | undefined } {
  const stories = [...check.stories(context)];
  if (check.category !== 'money' && check.category !== 'order') return { stories };
  const judged = stories.map((story) => {
    try {
      const { steps, requests } = player.prepare(story);
      return { story, why: whyNotJudged(story, steps, requests, context.placeholders) };
    } catch (error) {
      // This world cannot have it: a partner without inquiries, say.
      return { story, why: { sentence: messageOf(error), add: null } };
    }
  });
  const left = judged.filter(({ why }) => why === undefined).map(({ story }) => story);
  return {
    stories: left,
    why: left.length === 0 ? judged.find(({ why }) => why !== undefined)?.why : undefined,
  };
}

const purposeOf = ({ id, title }: Check): StoryPurpose => ({ check: id, title });
const hasEnd = ({ sends }: Story) => sends.some(({ atEnd }) => atEnd === true);
const isBurst = ({ sends }: Story) => sends.some(({ together = 1 }) => together > 1);

/** Sends everything: stories side by side, then those that need all connections for themselves, one by one. */
async function playAll(checks: readonly Playing[], options: ChecksPlayOptions): Promise<void> {
  const { player, books, onStart } = options;
  const side = pLimit(books?.mapping.shared === true ? 1 : CONNECTIONS);
  const play = async (one: Playing, story: Story) => {
    if (one.startedAt === 0) {
      one.startedAt = performance.now();
      onStart?.(one.check);
    }
    try {
      const sends = await player.play(story, { purpose: purposeOf(one.check) });
      one.sends.push(sends);
      await settleShared(one, sends, options);
    } catch (error) {
      if (options.signal.aborted) throw error;
      one.problem = messageOf(error);
    }
  };
  const of = (wanted: (story: Story) => boolean) =>
    checks.flatMap((one) => one.stories.filter(wanted).map((story) => ({ one, story })));
  await Promise.all(of((story) => !isBurst(story)).map(({ one, story }) => side(() => play(one, story))));
  for (const { one, story } of of(isBurst)) await play(one, story);
}

/** Where the record is a click's or a user's, the next story must not begin before this one is booked. */
async function settleShared(
  one: Pick<Playing, 'settled'>,
  sends: PlayedSends,
  { books, lag, context, signal }: ChecksPlayOptions,
): Promise<void> {
  if (books?.mapping.shared !== true) return;
  await sends.rest?.();
  sends.rest = undefined;
  const { timeZone } = context.program;
  const settled = await settleStories([sends], { books, lag, timeZone, signal });
  one.settled.set(sends, settled.get(sends)!);
}

async function settleAll(checks: readonly Playing[], options: ChecksPlayOptions): Promise<void> {
  const { books, lag, context, signal, onWaiting } = options;
  const sends = checks.flatMap((one) => one.sends.filter((each) => !one.settled.has(each)));
  const { timeZone } = context.program;
  const settled =
    books === undefined
      ? new Map(sends.map((one) => [one, unseenStory(one)]))
      : await settleStories(sends, { books, lag, timeZone, signal, onWaiting });
  for (const one of checks) {
    // In the order of the stories, whichever ended first.
    const played = one.sends.map((sent) => one.settled.get(sent) ?? settled.get(sent)!);
    one.played = one.stories.flatMap((story) => played.filter((each) => each.story === story));
  }
}

async function judgeAll(
  checks: readonly Playing[],
  options: ChecksPlayOptions,
  replays = true,
): Promise<void> {
  const { context, onResult, player } = options;
  const failing: { one: Playing; judgement: Judgement }[] = [];
  for (const one of checks) {
    const judgement = judge(one, one.played, options);
    if (judgement.verdict === 'fail' && replays) failing.push({ one, judgement });
    else
      onResult?.(
        resultOf(one.check, judgement, one.played, {
          mask: options.mask,
          ms: performance.now() - one.startedAt,
        }),
      );
  }
  if (failing.length === 0) return;
  // Once more with fresh ids, step by step.
  const again = failing.map(({ one, judgement }) => ({
    ...one,
    first: judgement,
    firstPlayed: one.played,
    sends: [] as PlayedSends[],
    played: [] as PlayedStory[],
    settled: new Map<PlayedSends, PlayedStory>(),
  }));
  const side = pLimit(options.books?.mapping.shared === true ? 1 : CONNECTIONS);
  const replay = async (one: (typeof again)[number], story: Story) => {
    const sends = await player.play(story, { purpose: purposeOf(one.check), stepwise: !isBurst(story) });
    await settleShared(one, sends, options);
    await sends.rest?.();
    one.sends.push(sends);
  };
  const quiet = again.flatMap((one) =>
    one.stories.filter((story) => !isBurst(story)).map((story) => ({ one, story })),
  );
  await Promise.all(quiet.map(({ one, story }) => side(() => replay(one, story))));
  for (const one of again) for (const story of one.stories.filter(isBurst)) await replay(one, story);
  await settleAll(again, options);
  for (const one of again) {
    const judgement = one.check.judge(one.played, context, seen(options));
    const ms = performance.now() - one.startedAt;
    if (judgement.verdict === 'fail')
      onResult?.(resultOf(one.check, judgement, one.played, { mask: options.mask, ms }));
    else
      onResult?.(
        resultOf(one.check, notReproducible(one.first), one.firstPlayed, { mask: options.mask, ms }),
      );
  }
}

function judge(one: Playing, played: readonly PlayedStory[], options: ChecksPlayOptions): Judgement {
  if (one.problem !== undefined) return { verdict: 'skip', saw: '', sentence: one.problem };
  return one.check.judge(played, options.context, seen(options));
}

function notReproducible(first: Judgement): Judgement {
  return {
    ...first,
    verdict: 'warn',
    sentence: `Seen once, and not again with fresh ids: not reproducible. ${first.sentence}`,
  };
}

function seen({ exchanges, plain, lag, books }: ChecksPlayOptions): Seen {
  return { all: exchanges, plain, lagMs: books === undefined ? null : lag.largest };
}

/** A check with what it found. */
export function resultOf(
  check: Check,
  judgement: Judgement,
  played: readonly PlayedStory[],
  { mask, ms, add = null }: { mask: (text: string) => string; ms: number; add?: string | null },
): CheckResult {
  const { id, category, title, why, remedy } = check;
  const first = judgement.stories ?? played.map((_, index) => index);
  const shown = first.flatMap((index) => played[index] ?? []).slice(0, SHOWN_STORIES);
  return {
    id,
    category,
    title,
    why,
    verdict: judgement.verdict,
    saw: mask(judgement.saw),
    sentence: mask(judgement.sentence),
    diagnoses: judgement.diagnoses ?? [],
    diagnosis: judgement.diagnoses?.[0] ?? null,
    add,
    evidence: shown.map((one) => evidenceOf(one, mask)),
    remedy: judgement.remedy ?? remedy,
    unplayed: false,
    ms: Math.round(ms),
  };
}
