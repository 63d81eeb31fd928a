import type { AttemptSummary } from '../../shared/delivery/delivery.ts';
import type { Engine } from '../engine/engine.ts';
import type { CommandIo } from './io.ts';

/** Prints to stderr, once per certificate, why it was refused and what to write into postbench.yaml. */
export function refusedCertificates(engine: Engine, io: CommandIo): (attempt: AttemptSummary) => void {
  const told = new Set<string>();
  return ({ id, outcome }) => {
    if (outcome !== 'tls-error') return;
    const detail = engine.activity.attempt(id);
    if (!detail?.certificate || told.has(detail.cause)) return;
    told.add(detail.cause);
    io.err(detail.cause);
  };
}
