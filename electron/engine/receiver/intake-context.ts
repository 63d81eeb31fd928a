import type { CaptureRule, CaptureState } from '../../../shared/contract/captures.ts';
import type { WorldEvent } from '../../../shared/domain/world-event.ts';
import type { Denial } from '../../../shared/receiver/access/access.ts';
import type { RuleRequest } from '../../../shared/receiver/rules/match.ts';
import type { CaptureStore } from '../store/captures.ts';
import type { Clocks } from './connection.ts';
import type { ForwardRequest } from './forwarding.ts';
import type { Reply } from './reply.ts';
import type { ResponseSource } from './response-stack.ts';

/** What all requests of a receiver share. */
export interface IntakeContext extends Clocks {
  store: CaptureStore;
  responses: ResponseSource;
  /** The name of the endpoint that a target belongs to. */
  endpointOf: (target: string) => string;
  /** Bytes of a body kept at most. */
  bodyLimit: number;
  /** Ms a client may take for a request. */
  requestTimeout: number;
  forward: ForwardRequest;
  /** Ends what is being forwarded, once the receiver stops. */
  stopping: AbortSignal;
  /** Why a request is not let in; undefined if it is. */
  denied: (request: RuleRequest) => Denial | undefined;
  attemptOf: (remotePort: number) => number | undefined;
  /** What an attempt is of: for response rules that ask for it. */
  deliveryOf: (attemptId: number) => { attempt: number; event: WorldEvent } | null;
  onError: (error: unknown) => void;
  /** A capture is pending until it is both stored and responded to. */
  began: () => void;
  ended: () => void;
}

/** What a capture holds besides the content of its request. */
export interface Ending {
  state: CaptureState;
  note: string;
  reply: Reply | null;
  /** The response rule that responded. */
  rule?: CaptureRule | null;
}
