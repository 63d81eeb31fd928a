import type { AttemptSummary } from '../../shared/delivery/delivery.ts';
import type { Engine } from '../engine/engine.ts';
import type { CommandIo } from './io.ts';

/**
 * Prints to stderr, once per cause, what to do about an attempt that failed because a certificate is not trusted or a
 * secret has no value.
 */
export function mendableFailures(engine: Engine, io: CommandIo): (attempt: AttemptSummary) => void {
  const told = new Set<string>();
  return ({ id, outcome }) => {
    if (outcome !== 'tls-error' && outcome !== 'secret-missing') return;
    const detail = engine.activity.attempt(id);
    const isMendable = outcome === 'secret-missing' || detail?.certificate;
    if (detail === undefined || !isMendable || told.has(detail.cause)) return;
    told.add(detail.cause);
    io.err(detail.cause);
  };
}
