import { PostbenchError } from '../errors.ts';

/** A request as it was found: in a URL, a cURL command, a HAR file, or a capture. */
export interface FoundRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: [string, string][];
  body: string | null;
}

/** Throws PB_ARGUMENT_INVALID. */
export function refuse(message: string, remedy: string): never {
  throw new PostbenchError('PB_ARGUMENT_INVALID', message, { remedy });
}

/** The closest method that a postback can have; a note says if it differs from the request's. */
export function methodOf(method: string, notes: string[]): 'GET' | 'POST' {
  const upper = method.toUpperCase();
  if (upper === 'GET' || upper === 'POST') return upper;
  const taken = upper === 'HEAD' ? 'GET' : 'POST';
  notes.push(`${upper} became ${taken}: the platform sends GET and POST only.`);
  return taken;
}
