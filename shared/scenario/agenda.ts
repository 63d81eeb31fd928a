import { drawFrom } from '../domain/random.ts';
import type { Millis } from '../domain/time.ts';
import type { Scenario, Step } from './schema.ts';

/** What happens to one purchase of a repetition. */
export type Phase = 'track' | 'modify' | 'reverse' | 'approve';

/** One thing to do at a time: a step, or one of the many that a repetition stands for. */
export interface AgendaItem {
  at: Millis;
  /** Its step, from 0. */
  step: number;
  /** Which purchase of a repetition, from 0; undefined for any other step. */
  occurrence?: number;
  phase?: Phase;
}

/** Steps of a scenario, by index, that follow the clock once the first of them may happen. */
export type Segment = readonly number[];

/**
 * A step without a time waits until the deliveries before it have ended; later steps with a time follow the clock.
 * So a scenario consists of segments, each started when the one before is done.
 */
export function segmentsOf(steps: readonly Step[]): Segment[] {
  const segments: number[][] = [];
  steps.forEach((step, index) => {
    const current = segments.at(-1);
    if (current === undefined || step.at === undefined) segments.push([index]);
    else current.push(index);
  });
  return segments;
}

const PHASES: readonly Phase[] = ['track', 'modify', 'reverse', 'approve'];
/** Shares have a resolution of a millionth. */
const SHARES = 1_000_000;

/** Everything to do in a segment that begins at `now` of a run that began at `start`, by time; pure. */
export function agendaOf(
  { steps }: Pick<Scenario, 'steps'>,
  segment: Segment,
  { start, now, seed }: { start: Millis; now: Millis; seed: number },
): AgendaItem[] {
  const items = segment.flatMap((index): AgendaItem[] => {
    const step = steps[index]!;
    const at = Math.max(now, step.at === undefined ? now : start + step.at);
    return 'repeat' in step ? occurrences(step.repeat, index, at, seed) : [{ at, step: index }];
  });
  return items.toSorted(
    (a, b) =>
      a.at - b.at ||
      a.step - b.step ||
      PHASES.indexOf(a.phase ?? 'track') - PHASES.indexOf(b.phase ?? 'track') ||
      (a.occurrence ?? 0) - (b.occurrence ?? 0),
  );
}

type Repeat = Extract<Step, { repeat: unknown }>['repeat'];

function occurrences(repeat: Repeat, step: number, from: Millis, seed: number): AgendaItem[] {
  const items: AgendaItem[] = [];
  for (let occurrence = 0; occurrence < repeat.times; occurrence += 1) {
    const draw = drawFrom(seed, 'repeat', step, occurrence);
    const at = from + draw(0, repeat.over);
    items.push({ at, step, occurrence, phase: 'track' });
    const fate = fateOf(repeat, draw(0, SHARES - 1));
    // Nothing happens to a purchase at the moment of the purchase.
    if (fate !== undefined)
      items.push({
        at: at + draw(Math.min(1, fate.within), fate.within),
        step,
        occurrence,
        phase: fate.phase,
      });
  }
  return items;
}

function fateOf(repeat: Repeat, lot: number): { phase: Phase; within: number } | undefined {
  let upTo = 0;
  const fates = [
    ['modify', repeat.modified],
    ['reverse', repeat.reversed],
    ['approve', repeat.approved],
  ] as const;
  for (const [phase, fate] of fates) {
    if (fate === undefined) continue;
    upTo += fate.share * SHARES;
    if (lot < upTo) return { phase, within: fate.within };
  }
  return undefined;
}

/** How many things each step stands for: purchases and what happens to them for a repetition, otherwise one. */
export function stepSize(step: Step): number {
  return 'repeat' in step ? step.repeat.times : 1;
}
