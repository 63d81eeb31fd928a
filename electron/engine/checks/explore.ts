import pLimit from 'p-limit';
import type { CheckContext, Fact } from '../../../shared/checks/check.ts';
import { whyNotJudged } from '../../../shared/checks/conditions.ts';
import { type DiagnosisId, diagnosesOf, diagnosisText } from '../../../shared/checks/diagnosis.ts';
import { evidenceOf } from '../../../shared/checks/evidence.ts';
import { drawPlans, type LifePlan, smallerPlans, storyOf } from '../../../shared/checks/explore/life.ts';
import { fewestReasons } from '../../../shared/checks/fewest-reasons.ts';
import { differs, judgeRecords } from '../../../shared/checks/judge-records.ts';
import type { Lag } from '../../../shared/checks/lag.ts';
import type { CheckResult } from '../../../shared/checks/report.ts';
import type { Skipped } from '../../../shared/checks/skip.ts';
import type { PlayedStory, StoryExchange } from '../../../shared/checks/story.ts';
import {
  CONNECTIONS,
  type PlayedSends,
  type PreparedStory,
  type StoryPlayer,
  type StoryPurpose,
} from './play-story.ts';
import type { ReceiverBooks } from './receiver-books.ts';
import { settleStories } from './settle-stories.ts';

/** Plans that are tried at once while a failure is made smaller. */
const BATCH = 24;
/** Real ms for making one failure smaller, waits for records included: it takes one or two where records are quick. */
const SHRINK_MS = 10_000;
/** Different failures that are made smaller and reported. */
const MOST_FAILURES = 4;

const RANDOM_LIVES: StoryPurpose = {
  check: 'random-lives',
  title: 'Random lives end as the platform’s books say',
};

const WHY: readonly Fact[] = [
  {
    sentence: 'The platform sends at least once and promises no order, so any of these lives can happen.',
    certainty: 'observed',
  },
];

export interface ExploreOptions {
  lives: number;
  seed: number;
  context: CheckContext;
  player: StoryPlayer;
  books: ReceiverBooks;
  lag: Lag;
  mask: (text: string) => string;
  signal: AbortSignal;
  onLives?: ((done: number) => void) | undefined;
  onWaiting?: ((waiting: number) => void) | undefined;
}

/** A life that was played. */
interface Life {
  plan: LifePlan;
  /** Why right receivers may end it differently; undefined where all must end alike. */
  why: Skipped | undefined;
  /** Whether its records are compared. */
  judged: boolean;
  played: PlayedStory;
}

/**
 * Plays random lives and compares the records at their end with the platform's books. What fails is made as small as it
 * goes, one life for each reason, and is confirmed step by step before it is reported.
 */
export async function explore(options: ExploreOptions): Promise<CheckResult[]> {
  const { lives, seed, context } = options;
  const started = performance.now();
  if (!context.placeholders.has('Payout') || context.mapping?.fields['Payout'] === undefined) return [];
  const all = await playLives(drawPlans(lives, seed), options);
  const failing = all.filter(({ judged, played }) => judged && differs(played));
  const results: CheckResult[] = [];
  for (const group of byReason(failing).slice(0, MOST_FAILURES)) {
    const found = await smallest(group, options);
    results.push(found ?? unconfirmed(group, options));
  }
  const crashed = all
    .filter(({ why }) => why === undefined)
    .flatMap(({ played }) => crashesOf(played).map((exchange) => ({ played, exchange })));
  if (crashed.length > 0) results.push(crashResult(crashed, options));
  const alike = all.filter(({ why }) => why?.isSameBytes === true);
  if (alike.length > 0) results.push(sameBytesResult(alike.length, alike[0]!.why!));
  const judged = all.filter((life) => life.judged).length;
  const right = judged - failing.length;
  const unjudged = all.length - judged;
  const ms = Math.round(performance.now() - started);
  return [
    {
      ...blank(RANDOM_LIVES.check, RANDOM_LIVES.title, ms),
      verdict: judged === 0 ? 'skip' : 'pass',
      saw: `${right} of ${judged}`,
      sentence:
        `${all.length} lives were played; ${unjudged} of them were not judged, since right receivers may end them differently.`.replace(
          /; 0 of them.*$/,
          '.',
        ),
      ...(results.some(({ verdict }) => verdict === 'fail') && {
        verdict: 'warn' as const,
        sentence: `${failing.length} of ${judged} judged lives ended otherwise; their shortest stories are listed by reason.`,
      }),
    },
    ...results,
  ];
}

async function playLives(plans: readonly LifePlan[], options: ExploreOptions): Promise<Life[]> {
  const { player, context, onLives } = options;
  const { shared } = options.books.mapping;
  const side = pLimit(shared ? 1 : CONNECTIONS);
  let done = 0;
  const sent = await Promise.all(
    plans.map((plan) =>
      side(async () => {
        const story = storyOf(plan);
        const prepared = player.prepare(story);
        const why = whyUnjudged(prepared, story, context);
        const sends = await player.play(story, { purpose: RANDOM_LIVES, prepared });
        // The next life must not begin before a shared record shows this one.
        const alone = shared && why === undefined ? await settle([sends], options) : undefined;
        done += 1;
        onLives?.(done);
        return { plan, why, sends, alone };
      }),
    ),
  );
  const settled = await settle(
    sent.filter(({ why, alone }) => why === undefined && alone === undefined).map(({ sends }) => sends),
    options,
  );
  return sent.map(({ plan, why, sends, alone }) => ({
    plan,
    why,
    judged: why === undefined && sends.undelivered.length === 0,
    played: alone?.get(sends) ??
      settled.get(sends) ?? {
        story: sends.story,
        exchanges: sends.exchanges,
        actions: {},
        undelivered: sends.undelivered,
        unread: undefined,
      },
  }));
}

function whyUnjudged(
  { steps, requests }: PreparedStory,
  story: ReturnType<typeof storyOf>,
  context: CheckContext,
): Skipped | undefined {
  return whyNotJudged(story, steps, requests, context.placeholders, { strict: true });
}

function settle(
  sends: readonly PlayedSends[],
  { books, lag, context, signal, onWaiting }: ExploreOptions,
  exploring = true,
): Promise<Map<PlayedSends, PlayedStory>> {
  const { timeZone } = context.program;
  return settleStories(sends, { books, lag, timeZone, exploring, signal, onWaiting });
}

/** Failures with one reason, the shortest life first. */
interface Group {
  reason: DiagnosisId | undefined;
  lives: readonly Life[];
}

/** Failures by as few reasons as explain them, the reason of the most lives first. */
function byReason(failing: readonly Life[]): Group[] {
  const chosen = fewestReasons(failing, ({ played }) => reasonsOf(played));
  const groups = Map.groupBy(failing, (life) => chosen.get(life));
  return [...groups]
    .map(([reason, lives]) => ({
      reason,
      lives: lives.toSorted((a, b) => a.played.exchanges.length - b.played.exchanges.length),
    }))
    .toSorted((a, b) => b.lives.length - a.lives.length);
}

function reasonsOf(played: PlayedStory): DiagnosisId[] {
  const [name] = Object.entries(played.actions).find(([, { differences }]) => differences.length > 0) ?? [];
  return name === undefined ? [] : diagnosesOf(played, name).map(({ id }) => id);
}

/** The smallest plan that still fails like a group does, confirmed; undefined where it does not come again. */
async function smallest({ reason, lives }: Group, options: ExploreOptions): Promise<CheckResult | undefined> {
  const started = performance.now();
  const [first] = lives as [Life];
  let best = first;
  const tried = new Set<string>();
  while (performance.now() - started < SHRINK_MS) {
    const next = await firstSmaller(best, reason, tried, options);
    if (next === undefined) break;
    best = next;
  }
  const confirmed = await confirm(best, options);
  if (confirmed === undefined) return undefined;
  const { played } = confirmed;
  const judgement = judgeRecords([played]);
  const title = reason === undefined ? 'A random life ends otherwise' : diagnosisText(reason).title;
  const many = lives.length === 1 ? 'A random life fails' : `${lives.length} random lives fail`;
  const count = played.exchanges.length;
  return {
    ...blank(`life-${reason ?? 'otherwise'}`, title, Math.round(performance.now() - started)),
    verdict: 'fail',
    saw: judgement.saw,
    sentence: `${many} for this reason; the shortest story has ${count} ${count === 1 ? 'postback' : 'postbacks'}. ${judgement.sentence}`,
    diagnoses: reason === undefined ? [] : [reason],
    diagnosis: reason ?? null,
    evidence: [evidenceOf(played, options.mask)],
    remedy: reason === undefined ? 'the-rule' : diagnosisText(reason).remedy,
  };
}

/** The first of several smaller lives that fails too; all of them are played side by side and share a wait. */
async function firstSmaller(
  { plan }: Life,
  reason: DiagnosisId | undefined,
  tried: Set<string>,
  options: ExploreOptions,
): Promise<Life | undefined> {
  const { player, context } = options;
  const size = storyOf(plan).sends.length;
  const candidates: LifePlan[] = [];
  let looked = 0;
  for (const smaller of smallerPlans(plan)) {
    looked += 1;
    if (looked > BATCH * 20 || candidates.length >= BATCH) break;
    const story = storyOf(smaller);
    const key = JSON.stringify([story.events, story.sends]);
    if (story.sends.length === 0 || story.sends.length > size || tried.has(key)) continue;
    tried.add(key);
    if (whyUnjudged(player.prepare(story), story, context) === undefined) candidates.push(smaller);
  }
  if (candidates.length === 0) return undefined;
  const lives = await playLives(candidates, options);
  const stillFails = lives.filter((life) => {
    if (!life.judged || !differs(life.played)) return false;
    const found = reasonsOf(life.played);
    // The same failure, not another one that lies nearby.
    return reason === undefined || found.includes(reason);
  });
  return stillFails.toSorted((a, b) => a.played.exchanges.length - b.played.exchanges.length)[0];
}

/** Plays a life once more with fresh ids, step by step, and waits as long as any failure does. */
async function confirm(life: Life, options: ExploreOptions): Promise<Life | undefined> {
  const sends = await options.player.play(storyOf(life.plan), { purpose: RANDOM_LIVES, stepwise: true });
  const played = (await settle([sends], options, false)).get(sends)!;
  return differs(played) ? { ...life, played } : undefined;
}

function unconfirmed({ lives }: Group, { mask }: ExploreOptions): CheckResult {
  const [{ played }] = lives as [Life];
  return {
    ...blank('life-not-reproducible', 'A random life ended otherwise once', 0),
    verdict: 'warn',
    saw: judgeRecords([played]).saw,
    sentence: 'It failed, and did not with fresh ids: not reproducible.',
    evidence: [evidenceOf(played, mask)],
  };
}

/** Requests that ended in a 5xx or without a response, and whose event was never taken. */
function crashesOf({ exchanges, undelivered }: PlayedStory): StoryExchange[] {
  return exchanges.filter(
    ({ response, event, lost }) =>
      !lost &&
      undelivered.includes(event) &&
      ((response.status ?? 0) >= 500 || response.outcome === 'reset' || response.outcome === 'bad-answer'),
  );
}

function crashResult(
  crashed: readonly { played: PlayedStory; exchange: StoryExchange }[],
  { mask }: ExploreOptions,
): CheckResult {
  const [{ played, exchange }] = crashed as [(typeof crashed)[number]];
  const what =
    exchange.response.status === null ? exchange.response.outcome : String(exchange.response.status);
  return {
    ...blank('life-crash', 'No postback of a random life crashes the receiver', 0),
    verdict: 'fail',
    saw: what,
    sentence: `${crashed.length} requests ended with ${what} or the like, at each retry too.`,
    evidence: [evidenceOf(played, mask)],
    remedy: 'store-first',
  };
}

/** A late duplicate and a new event can be the same bytes: that is the template's to mend, not the receiver's. */
function sameBytesResult(count: number, { sentence, add }: Skipped): CheckResult {
  return {
    ...blank('same-bytes', 'Same bytes, two meanings', 0),
    verdict: 'skip',
    saw: count === 1 ? '1 life not judged' : `${count} lives not judged`,
    sentence,
    add,
  };
}

function blank(id: string, title: string, ms: number): CheckResult {
  return {
    id,
    category: 'exploration',
    title,
    why: WHY,
    verdict: 'pass',
    saw: '',
    sentence: '',
    diagnoses: [],
    diagnosis: null,
    add: null,
    evidence: [],
    remedy: 'the-rule',
    unplayed: false,
    ms,
  };
}
