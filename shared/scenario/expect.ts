import type { DeliveryView } from '../delivery/delivery.ts';
import type { ActionRow } from '../domain/action-view.ts';
import { formatDuration } from '../domain/duration.ts';
import { formatExactly, parseMoney } from '../domain/money.ts';
import { eventLabel } from '../domain/world-event.ts';
import type { Expectation } from './expect-schema.ts';
import type { Scenario } from './schema.ts';

/** The result of one part of an expectation. */
export interface ExpectationResult {
  /** Index of the scenario's expectation, from 0. */
  index: number;
  /** What it is about, and the index of the step whose deliveries they are; null where it is not about one step. */
  about: 'deliveries' | 'books';
  step: number | null;
  /** What was expected, as a sentence. */
  expected: string;
  /** What was found instead; '' if it holds. */
  found: string;
  holds: boolean;
}

/** The outcome of a run, for its expectations. */
export interface RunBooks {
  deliveries: readonly (Pick<
    DeliveryView,
    'step' | 'event' | 'postbackName' | 'state' | 'createdAt' | 'subjectId' | 'attempts'
  > & { postbackFile: string })[];
  actions: readonly Pick<ActionRow, 'status' | 'amount' | 'payout' | 'cleared'>[];
  inquiries: readonly { open: boolean }[];
}

/**
 * Whether an expectation rests on what the local receiver was told to answer; it is skipped where the run goes to
 * another receiver. Counts of deliveries and the books hold anywhere.
 */
export function restsOnResponses(expectation: Expectation, { steps }: Pick<Scenario, 'steps'>): boolean {
  if (!('deliveries' in expectation) || !steps.some((step) => 'responses' in step)) return false;
  const { delivered, gaveUp, cancelled, status, attempts, within } = expectation;
  return [delivered, gaveUp, cancelled, status, attempts, within].some((demand) => demand !== undefined);
}

/**
 * Why expectations may fail although nothing is wrong: numbers of a scenario with a seed were counted with that seed.
 * Undefined where all hold, or the run had the scenario's own seed.
 */
export function otherSeedNote(
  scenario: Pick<Scenario, 'seed'>,
  run: { seed: number; expectations: readonly ExpectationResult[] },
): string | undefined {
  if (scenario.seed === undefined || scenario.seed === run.seed) return undefined;
  if (run.expectations.every(({ holds }) => holds)) return undefined;
  return `The scenario sets seed ${scenario.seed} and this run had seed ${run.seed}, which draws other numbers.`;
}

/** Checks every expectation of a scenario against the outcome of a run; their order does not matter. */
export function judgeExpectations(scenario: Scenario, books: RunBooks): ExpectationResult[] {
  const stepIds = stepsById(scenario);
  return scenario.expect.flatMap((expectation, index) => {
    const of = 'deliveries' in expectation;
    const id = of ? expectation.deliveries.step : undefined;
    const step = id === undefined ? null : (stepIds.get(id) ?? null);
    const about = of ? ('deliveries' as const) : ('books' as const);
    const results = of ? ofDeliveries(expectation, books, stepIds) : ofBooks(expectation.books, books);
    return results.map((result) => ({ index, about, step, holds: result.found === '', ...result }));
  });
}

/** What a scenario expects, before anything has happened. */
export function plannedExpectations(
  scenario: Scenario,
): Pick<ExpectationResult, 'about' | 'step' | 'expected'>[] {
  return judgeExpectations(scenario, { deliveries: [], actions: [], inquiries: [] });
}

/** What is demanded, without what it is demanded of: "all delivered" of "Deliveries of step "buy": all delivered". */
export function demandOf({ expected }: Pick<ExpectationResult, 'expected'>): string {
  return expected.slice(expected.lastIndexOf(': ') + 2);
}

/** Indexes of steps, from 0, by their ids. */
function stepsById({ steps }: Pick<Scenario, 'steps'>): Map<string, number> {
  return new Map(
    steps.flatMap((step, index) => ('id' in step && step.id !== undefined ? [[step.id, index]] : [])),
  );
}

function isAbout(
  { deliveries: { event, step, postback } }: OfDeliveries,
  delivery: RunBooks['deliveries'][number],
  stepIds: ReadonlyMap<string, number>,
): boolean {
  return (
    (event === undefined || delivery.event === event) &&
    (step === undefined || delivery.step === stepIds.get(step)) &&
    (postback === undefined || delivery.postbackName === postback || delivery.postbackFile === postback)
  );
}

/**
 * Deliveries that ended without being delivered, other than those that an expectation says give up or are cancelled:
 * what makes a run fall short even where all that it expects holds.
 */
export function unexpectedFailures<T extends RunBooks['deliveries'][number]>(
  scenario: Pick<Scenario, 'steps' | 'expect'>,
  deliveries: readonly T[],
): T[] {
  const stepIds = stepsById(scenario);
  const excused = (delivery: T) =>
    scenario.expect.some((expectation) => {
      if (!('deliveries' in expectation)) return false;
      const expected = delivery.state === 'given-up' ? expectation.gaveUp : expectation.cancelled;
      return expected !== undefined && expected !== 0 && isAbout(expectation, delivery, stepIds);
    });
  return deliveries.filter((delivery) => delivery.state !== 'delivered' && !excused(delivery));
}

interface Found {
  expected: string;
  found: string;
}

type OfDeliveries = Extract<Expectation, { deliveries: unknown }>;

function ofDeliveries(
  expectation: OfDeliveries,
  { deliveries }: RunBooks,
  stepIds: ReadonlyMap<string, number>,
): Found[] {
  const { event, step, postback } = expectation.deliveries;
  const chosen = deliveries.filter((delivery) => isAbout(expectation, delivery, stepIds));
  const which = [
    event === undefined ? '' : ` "${eventLabel(event).toLowerCase()}"`,
    step === undefined ? '' : ` of step "${step}"`,
    postback === undefined ? '' : ` through "${postback}"`,
  ].join('');
  const results: Found[] = [];
  const expect = (expected: string, found: string | undefined) =>
    results.push({ expected: `Deliveries${which}: ${expected}`, found: found ?? '' });
  const number = (wanted: number | 'all' | undefined, state: DeliveryView['state'], word: string) => {
    if (wanted === undefined) return;
    const found = chosen.filter((delivery) => delivery.state === state).length;
    const right = found === (wanted === 'all' ? chosen.length : wanted);
    // "All" of nothing is a slip of the filter, not a success.
    const empty = wanted === 'all' && chosen.length === 0;
    expect(`${wanted} ${word}`, right && !empty ? undefined : `${found} of ${chosen.length}`);
  };
  if (expectation.count !== undefined)
    expect(
      `${expectation.count} in all`,
      chosen.length === expectation.count ? undefined : String(chosen.length),
    );
  number(expectation.delivered, 'delivered', 'delivered');
  number(expectation.gaveUp, 'given-up', 'given up');
  number(expectation.cancelled, 'cancelled', 'cancelled');
  if (expectation.status !== undefined) {
    const other = chosen.find(({ attempts }) => attempts.at(-1)?.status !== expectation.status);
    const said = other?.attempts.at(-1)?.status ?? 'no response';
    expect(
      `responded ${expectation.status}`,
      other === undefined ? undefined : `${said} for ${other.subjectId}`,
    );
  }
  if (expectation.attempts !== undefined) {
    const most = Math.max(0, ...chosen.map(({ attempts }) => attempts.length));
    expect(
      `at most ${expectation.attempts} attempts each`,
      most <= expectation.attempts ? undefined : String(most),
    );
  }
  if (expectation.within !== undefined) results.push(inTime(expectation.within, chosen, which));
  return results;
}

function inTime(within: number, chosen: RunBooks['deliveries'], which: string): Found {
  let longest = 0;
  let open: string | undefined;
  for (const { state, createdAt, attempts, subjectId } of chosen) {
    const ended = attempts.at(-1)?.endedAt ?? null;
    if (state !== 'delivered' || ended === null) open ??= subjectId;
    else longest = Math.max(longest, ended - createdAt);
  }
  const late = longest > within ? formatDuration(longest) : '';
  return {
    expected: `Deliveries${which}: delivered within ${formatDuration(within)}`,
    found: open === undefined ? late : `${open} was not delivered`,
  };
}

type OfBooks = Extract<Expectation, { books: unknown }>['books'];

function ofBooks(wanted: OfBooks, { actions, inquiries }: RunBooks): Found[] {
  const withStatus = (status: ActionRow['status']) =>
    actions.filter((action) => action.status === status).length;
  const sum = (field: 'amount' | 'payout') => actions.reduce((total, action) => total + action[field], 0);
  const open = inquiries.filter((inquiry) => inquiry.open).length;
  const found: Record<keyof OfBooks, number | string> = {
    actions: actions.length,
    pending: withStatus('PENDING'),
    approved: withStatus('APPROVED'),
    reversed: withStatus('REVERSED'),
    cleared: actions.filter(({ cleared }) => cleared).length,
    amount: formatExactly(sum('amount')),
    payout: formatExactly(sum('payout')),
    openInquiries: open,
    closedInquiries: inquiries.length - open,
  };
  return (Object.entries(wanted) as [keyof OfBooks, number | string | undefined][]).flatMap(
    ([name, value]) => {
      if (value === undefined) return [];
      const text = typeof value === 'string' ? formatExactly(parseMoney(value)) : String(value);
      return [
        {
          expected: `Books: ${name} ${text}`,
          found: String(found[name]) === text ? '' : String(found[name]),
        },
      ];
    },
  );
}
