import { z } from 'zod';

/** The endpoint of the receiver's own port for every path that no other one has: where a URL `/x` goes. */
export const DEFAULT_ENDPOINT = 'default';
/** The address that nobody outside this machine can reach. */
export const LOOPBACK = '127.0.0.1';

/** What a URL `endpoint:NAME/path` can hold: letters, digits, hyphens, underscores and dots, without a sign at the start. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

/** The name of an endpoint. */
export const endpointName = z.string().regex(NAME, {
  error: (issue) =>
    `"${String(issue.input)}" is not a name of an endpoint: up to 40 letters, digits, -, _ and .`,
});
