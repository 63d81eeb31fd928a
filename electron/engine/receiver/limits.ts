/** What a receiver takes, and for how long it waits. All sizes in bytes, all times in ms. */

/** Of a request line with its headers; what is longer is refused. */
export const MAX_HEAD = 2 * 1024 * 1024;
/** A head and what one read of the socket may bring besides it. */
export const TAPE_LIMIT = MAX_HEAD + 256 * 1024;
/** Of a body; a larger one gets a 413, and what came until then is kept. */
export const BODY_LIMIT = 10 * 1024 * 1024;
/** For a head, and for a whole request; then the client gets a 408. */
export const TIMEOUTS = { head: 60_000, request: 300_000 };
/** For clients to read the responses that they are owed when the receiver stops. */
export const STOP_GRACE_MS = 2_000;
