import type Big from 'big.js';
import { decimal, moneyText } from './records/decimal.ts';
import type { RemedyId } from './remedy.ts';
import type { ActionName, PlayedAction, PlayedStory, StoryExchange } from './story.ts';

/** What a receiver does wrong, told from what was sent and what it recorded. */
export const DIAGNOSES = {
  'stores-nothing': {
    title: 'Acknowledges what it does not store',
    sentence: 'It was acknowledged, so the platform will not send it again, and it is not in the records.',
    remedy: 'store-first',
  },
  'drops-early': {
    title: 'Loses what comes early',
    sentence:
      'A postback that came before its predecessor was acknowledged and then lost: the record is as if it had never come.',
    remedy: 'the-rule',
  },
  'books-amount': {
    title: 'Books the amount instead of the payout',
    sentence: 'The record holds Amount, what the customer paid, where Payout belongs, what is owed to you.',
    remedy: 'book-payout',
  },
  'books-original': {
    title: 'Books the customer’s currency',
    sentence:
      'The record holds the amount or currency of the order, where those of the program belong: payouts are in the program’s currency.',
    remedy: 'book-payout',
  },
  adds: {
    title: 'Adds payouts where it should replace them',
    sentence:
      'The record is the sum of all Payout values that arrived. Payout is the action’s current total: it replaces what was there.',
    remedy: 'the-rule',
  },
  'adds-deltas': {
    title: 'Adds a change each time that it arrives',
    sentence:
      'The record is the sum of all DeltaPayout values that arrived, duplicates among them. A change may be applied once only.',
    remedy: 'the-rule',
  },
  'adds-duplicates': {
    title: 'Books a duplicate again',
    sentence: 'The record is too large by exactly what arrived more than once.',
    remedy: 'the-rule',
  },
  'ignores-second-reversal': {
    title: 'Takes a second reversal for a duplicate',
    sentence:
      'The action was reversed, restored, and reversed again; the second reversal was acknowledged and changed nothing, as if it had come before.',
    remedy: 'the-rule',
  },
  'ignores-reversals': {
    title: 'Ignores reversals',
    sentence: 'The record is what it was before the reversal, which was acknowledged.',
    remedy: 'handle-status',
  },
  'ignores-restores': {
    title: 'Ignores what comes after a reversal',
    sentence: 'The record stays reversed, although the action was restored and the postback acknowledged.',
    remedy: 'handle-status',
  },
  'first-wins': {
    title: 'Keeps the first payout',
    sentence:
      'The record still holds the payout of the creation: later postbacks of the action change nothing.',
    remedy: 'the-rule',
  },
  'last-wins': {
    title: 'Lets whatever arrives last win',
    sentence:
      'The record is what arrived last, although it is older than what the record held before. The platform promises no order.',
    remedy: 'the-rule',
  },
  'keeps-higher': {
    title: 'Keeps the higher payout',
    sentence: 'The record is the highest payout that was ever stated: a lower one does not replace it.',
    remedy: 'the-rule',
  },
  'keeps-lower': {
    title: 'Keeps the lower payout',
    sentence: 'The record is the lowest payout that was ever stated: a higher one does not replace it.',
    remedy: 'the-rule',
  },
  'misses-updates': {
    title: 'Misses updates',
    sentence:
      'The record is what an earlier postback of the action stated: one that came later, in order, changed nothing.',
    remedy: 'the-rule',
  },
  rounds: {
    title: 'Rounds payouts',
    sentence: 'The record is the payout without its cents, or rounded.',
    remedy: 'exact-money',
  },
  refuses: {
    title: 'Refuses ordinary postbacks',
    sentence:
      'A postback was refused at each retry too, so the platform gave up and its change is not in the records.',
    remedy: 'accept-unknown',
    shared: true,
  },
  'ignores-secret': {
    title: 'Does not check the secret',
    sentence:
      'Postbacks with a wrong secret and without one were booked: whoever knows the URL can book payouts.',
    remedy: 'check-secret',
    shared: true,
  },
  'refuses-empty': {
    title: 'Refuses empty parameters',
    sentence: 'Parameters that the platform often sends empty must not be required.',
    remedy: 'accept-empty',
    shared: true,
  },
} as const satisfies Record<string, DiagnosisText>;

interface DiagnosisText {
  title: string;
  sentence: string;
  remedy: RemedyId;
  /** It is told from several failed checks only; one alone has a cause of its own. */
  shared?: true;
}

export type DiagnosisId = keyof typeof DIAGNOSES;

export interface Diagnosis {
  id: DiagnosisId;
  /** The sum that shows it, such as "12.00 + 8.00 + 0.00 = 20.00"; '' where numbers do not show it. */
  sum: string;
}

/** Title and sentence of a diagnosis. */
export function diagnosisText(id: DiagnosisId): DiagnosisText {
  return DIAGNOSES[id];
}

/**
 * Why an action's record parts from the platform's books, as far as the numbers tell it: every reason that fits, the
 * likeliest first; none where they tell nothing. Pure, from what was sent and what was recorded.
 */
export function diagnosesOf(story: PlayedStory, name: ActionName): Diagnosis[] {
  const action = story.actions[name]!;
  if (action.record === undefined || action.differences.length === 0) return [];
  const facts = factsOf(story, name, action);
  return RULES.flatMap((rule) => rule(facts) ?? []);
}

interface Facts {
  action: PlayedAction;
  /** Requests that reached the receiver, in order; the ones that it refused too. */
  arrived: readonly StoryExchange[];
  /** Those that it acknowledged, or whose response was lost. */
  taken: readonly StoryExchange[];
  value: (exchange: StoryExchange, placeholder: string) => Big | undefined;
  /** What the record holds as payout; undefined where it shows none. */
  booked: Big | undefined;
  stated: Big | undefined;
  /** An event of the action was sent and never accepted. */
  refused: boolean;
}

function factsOf({ exchanges, undelivered }: PlayedStory, name: ActionName, action: PlayedAction): Facts {
  const arrived = exchanges.filter(
    (exchange) => exchange.action === name && exchange.response.status !== null,
  );
  return {
    action,
    arrived,
    taken: arrived.filter(({ accepted, lost }) => accepted || lost),
    value: ({ event }, placeholder) => decimal(action.events.get(event)?.[placeholder] ?? ''),
    booked: decimal(action.record?.fields['Payout'] ?? ''),
    stated: decimal(action.platform.values['Payout'] ?? ''),
    refused: arrived.some(({ event }) => undelivered.includes(event)),
  };
}

type Rule = (facts: Facts) => Diagnosis | undefined;

const because = (id: DiagnosisId, sum = ''): Diagnosis => ({ id, sum });

const RULES: readonly Rule[] = [
  ({ refused }) => (refused ? because('refuses') : undefined),
  ignoresRestores,
  ({ action, taken }) =>
    !action.record!.exists && taken.length > 0
      ? because(taken.some(isEarlyOnly) ? 'drops-early' : 'stores-nothing')
      : undefined,
  dropsEarly,
  booksOther,
  sums('Payout', 'adds'),
  sums('DeltaPayout', 'adds-deltas'),
  addsDuplicates,
  ignoresSecondReversal,
  ignoresReversals,
  lastWins,
  firstWins,
  extreme('keeps-higher'),
  extreme('keeps-lower'),
  missesUpdates,
  rounds,
];

const isEarlyOnly = ({ early, again }: StoryExchange) => early && !again;

function dropsEarly({ taken, value, booked, stated }: Facts): Diagnosis | undefined {
  const early = taken.filter(isEarlyOnly);
  const later = taken.filter(({ event }) => !early.some((one) => one.event === event));
  const last = later.at(-1);
  if (early.length === 0 || last === undefined || booked === undefined) return undefined;
  const without = value(last, 'Payout');
  return without?.eq(booked) === true && stated?.eq(booked) === false ? because('drops-early') : undefined;
}

function booksOther({ action, booked, stated }: Facts): Diagnosis | undefined {
  const { record, platform, differences } = action;
  if (differences.some(({ field }) => field === 'Currency')) {
    const original = platform.values['OriginalCurrency'];
    if (original !== undefined && record!.fields['Currency']?.trim().toUpperCase() === original)
      return because('books-original');
  }
  if (booked === undefined || stated?.eq(booked) === true || booked.eq(0)) return undefined;
  const states = (name: string) => decimal(platform.values[name] ?? '')?.eq(booked) === true;
  if (states('Amount')) return because('books-amount');
  return states('OriginalAmount') ? because('books-original') : undefined;
}

function sums(placeholder: 'Payout' | 'DeltaPayout', id: DiagnosisId): Rule {
  return ({ taken, arrived, value, booked }) => {
    if (booked === undefined) return undefined;
    for (const requests of [taken, arrived]) {
      const values = requests.map((exchange) => value(exchange, placeholder));
      if (values.length < 2 || values.includes(undefined)) continue;
      const [first, ...rest] = values as Big[];
      const sum = rest.reduce((so, one) => so.plus(one), first!);
      if (sum.eq(booked)) return because(id, sumText(values as Big[], booked));
    }
    return undefined;
  };
}

/** Terms that a sum shows one by one. */
const MOST_TERMS = 6;

function sumText(values: readonly Big[], sum: Big): string {
  const [first] = values;
  const same = values.every((one) => one.eq(first!));
  const terms =
    same && values.length > 2
      ? `${values.length} × ${moneyText(first!)}`
      : values.length > MOST_TERMS
        ? `${values.slice(0, MOST_TERMS).map(moneyText).join(' + ')} + …`
        : values.map(moneyText).join(' + ');
  return `${terms.replaceAll('+ -', '− ')} = ${moneyText(sum)}`;
}

function addsDuplicates({ taken, value, booked, stated }: Facts): Diagnosis | undefined {
  if (booked === undefined || stated === undefined) return undefined;
  const repeated = taken.filter(({ event }, index) => taken.findIndex((one) => one.event === event) < index);
  if (repeated.length === 0 || !booked.gt(stated)) return undefined;
  for (const placeholder of ['Payout', 'DeltaPayout']) {
    const values = repeated.map((exchange) => value(exchange, placeholder));
    if (values.includes(undefined)) continue;
    const extra = (values as Big[]).reduce((sum, one) => sum.plus(one));
    if (!extra.eq(0) && stated.plus(extra).eq(booked)) return because('adds-duplicates');
  }
  // At the same moment, some of many may have been told apart.
  const once = value(repeated[0]!, 'Payout');
  const times = once === undefined || once.eq(0) ? undefined : booked.minus(stated).div(once);
  return times?.eq(times.round(0)) === true ? because('adds-duplicates') : undefined;
}

function ignoresReversals({ action, taken, value, booked }: Facts): Diagnosis | undefined {
  const { platform, record } = action;
  if (platform.status !== 'reversed' || record!.status === 'reversed') return undefined;
  const before = taken.findLast(({ what }) => what !== 'reversed');
  if (before === undefined || !taken.some(({ what }) => what === 'reversed')) return undefined;
  return booked === undefined || value(before, 'Payout')?.eq(booked) === true
    ? because('ignores-reversals')
    : undefined;
}

/** Fits only where an earlier reversal came and went; a receiver that ignores them all has the other reason more often. */
function ignoresSecondReversal(facts: Facts): Diagnosis | undefined {
  const { taken } = facts;
  const last = taken.findLast(({ what }) => what !== 'reversed');
  const earlier = taken.findIndex(({ what }) => what === 'reversed');
  const isRestored = last !== undefined && earlier !== -1 && taken.lastIndexOf(last) > earlier;
  return isRestored && ignoresReversals(facts) !== undefined ? because('ignores-second-reversal') : undefined;
}

function ignoresRestores({ action, taken, booked }: Facts): Diagnosis | undefined {
  const { platform, record } = action;
  if (platform.status === 'reversed' || !taken.some(({ what }) => what === 'reversed')) return undefined;
  const isReversed = !record!.exists || record!.status === 'reversed' || booked?.eq(0) === true;
  return isReversed ? because('ignores-restores') : undefined;
}

function lastWins({ taken, value, booked, stated }: Facts): Diagnosis | undefined {
  const last = taken.at(-1);
  const newest = Math.max(...taken.map(({ event }) => event));
  if (last === undefined || booked === undefined || last.event === newest) return undefined;
  return value(last, 'Payout')?.eq(booked) === true && stated?.eq(booked) === false
    ? because('last-wins')
    : undefined;
}

function firstWins({ taken, value, booked, stated }: Facts): Diagnosis | undefined {
  const creation = taken.find(({ what }) => what === 'tracked');
  if (creation === undefined || booked === undefined || taken.length < 2) return undefined;
  if (stated?.eq(booked) !== false) return undefined;
  // What was reversed stays at zero where only the first payout is ever written.
  const isKept =
    [creation, taken[0]!].some((first) => value(first, 'Payout')?.eq(booked)) ||
    (booked.eq(0) && taken.some(({ what }) => what === 'reversed'));
  return isKept ? because('first-wins') : undefined;
}

function extreme(id: 'keeps-higher' | 'keeps-lower'): Rule {
  return ({ taken, value, booked, stated }) => {
    if (booked === undefined || stated?.eq(booked) === true) return undefined;
    const payouts = taken
      .filter(({ what }) => what !== 'reversed')
      .flatMap((exchange) => value(exchange, 'Payout') ?? []);
    if (new Set(payouts.map(String)).size < 2) return undefined;
    const most = payouts.reduce((so, one) => ((id === 'keeps-higher' ? one.gt(so) : one.lt(so)) ? one : so));
    return most.eq(booked) ? because(id) : undefined;
  };
}

function missesUpdates({ taken, value, booked, stated }: Facts): Diagnosis | undefined {
  if (booked === undefined || stated?.eq(booked) === true || taken.some(({ early }) => early))
    return undefined;
  const newest = Math.max(...taken.map(({ event }) => event));
  const older = taken.filter(({ event }) => event < newest);
  return older.some((exchange) => value(exchange, 'Payout')?.eq(booked))
    ? because('misses-updates')
    : undefined;
}

function rounds({ booked, stated }: Facts): Diagnosis | undefined {
  if (booked === undefined || stated === undefined || booked.eq(stated)) return undefined;
  const isRounded = [0, 1].some(
    (digits) => booked.eq(booked.round(digits)) && !stated.eq(stated.round(digits)),
  );
  return isRounded && booked.minus(stated).abs().lt(1) ? because('rounds') : undefined;
}
