import { z } from 'zod';
import { durationText } from '../domain/duration.ts';
import { oneName } from '../domain/older-name.ts';
import { drawFrom } from '../domain/random.ts';
import { shareText } from '../domain/share.ts';
import type { Disorder } from './delivery.ts';
import type { DeliveryKey } from './rules.ts';

const share = shareText;
/** Tolerance for rounding in a sum of shares that should be 1. */
const EPSILON = 1e-9;

/**
 * Deliberate disorder, as a scenario writes it: which share of deliveries is sent twice, overtaken, sent late,
 * never sent, or loses its response. At most one of these happens to a delivery.
 */
export const disorderSchema = z
  .strictObject({
    duplicate: share.prefault(0),
    reorder: share.prefault(0),
    /** Longest time that a reordered delivery is held back, so that later ones overtake it. */
    reorderBy: durationText.prefault('30 min'),
    delay: share.prefault(0),
    /** How much later a delayed delivery is sent. */
    delayBy: durationText.prefault('2 h'),
    drop: share.prefault(0),
    loseResponse: share.optional(),
    /** The same by its older name. */
    loseAnswer: share.optional(),
  })
  .superRefine(oneName('loseResponse', 'loseAnswer'))
  .transform(({ loseAnswer, loseResponse, ...rest }) => ({
    ...rest,
    loseResponse: loseResponse ?? loseAnswer ?? 0,
  }))
  .refine(({ duplicate, reorder, delay, drop, loseResponse }) => {
    return duplicate + reorder + delay + drop + loseResponse <= 1 + EPSILON;
  }, 'the shares add up to more than 100 %, but at most one of them can happen to a delivery');
export type DisorderPlan = z.output<typeof disorderSchema>;

export interface Befallen {
  type: Disorder;
  /** Ms by which the first attempt is late; 0 unless reordered or delayed. */
  delayMs: number;
}

/** Shares have a resolution of a millionth. */
const STEPS = 1_000_000;

/** The deliberate disorder of a delivery, or null. Drawn from the seed alone: the same key, the same result. */
export function disorderOf(disorder: DisorderPlan, key: DeliveryKey): Befallen | null {
  // The key precedes the purpose, so that keys that differ in their last digit draw unrelated numbers.
  const draw = drawFrom(key.seed, key.key, 'disorder');
  const kinds: readonly (readonly [Disorder, number])[] = [
    ['duplicate', disorder.duplicate],
    ['reorder', disorder.reorder],
    ['delay', disorder.delay],
    ['drop', disorder.drop],
    ['lose-answer', disorder.loseResponse],
  ];
  const lot = draw(0, STEPS - 1);
  let upTo = 0;
  for (const [type, part] of kinds) {
    upTo += part;
    if (lot < Math.round(upTo * STEPS)) return { type, delayMs: delayOf(type) };
  }
  return null;

  function delayOf(type: Disorder): number {
    if (type === 'delay') return disorder.delayBy;
    if (type === 'reorder') return draw(Math.min(1, disorder.reorderBy), disorder.reorderBy);
    return 0;
  }
}
