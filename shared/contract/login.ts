import { z } from 'zod';

/**
 * What a page of the headless screen says first over its WebSocket: the token of its address, or the session that it got
 * for one. Only then does the contract begin.
 */
export const loginMessage = z.union([
  z.strictObject({ token: z.string().max(200) }),
  z.strictObject({ session: z.string().max(200) }),
]);
export type LoginMessage = z.infer<typeof loginMessage>;

/** What the server says to it: the session to come back with. */
export const loginReply = z.strictObject({ session: z.string().min(1) });

/** The code with which the server closes a WebSocket that it does not let in; asking again is of no use. */
export const NOT_LET_IN = 4401;
