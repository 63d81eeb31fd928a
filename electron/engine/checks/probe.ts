import type { Look } from '../../../shared/checks/records/record.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';

/** How Postbench looks at the records of a partner's receiver. Never rejects, except when it is cancelled. */
export interface Probe {
  /** In words, for reports: "GET http://127.0.0.1:9000/state?id={ActionId}". Secrets are masked. */
  readonly words: string;
  look(values: Values, signal: AbortSignal): Promise<Look>;
  /** What it asks for: two actions with the same text are seen in the same record. */
  asks(values: Values): string;
}
