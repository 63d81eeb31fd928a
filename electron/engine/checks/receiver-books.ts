import type { Look, Mapping } from '../../../shared/checks/records/record.ts';
import type { StoryResponse } from '../../../shared/checks/story.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';

/** The receiver's records as they can be seen. Never rejects: what cannot be seen is a look that failed. */
export interface ReceiverBooks {
  readonly mapping: Mapping;
  /** Looks at the record of an action, by the values of one of its postbacks. */
  look(values: Values, signal: AbortSignal): Promise<Look>;
  /** What a look asks for: two actions with the same text are seen in the same record. */
  readonly asks?: ((values: Values) => string) | undefined;
  /** Whether an action is one of this run. */
  readonly isOfRun?: ((actionId: string) => boolean) | undefined;
  /** Where the response to a postback shows the record, and nothing else does: what it shows. */
  readonly inResponse?: (response: StoryResponse) => Look;
}
