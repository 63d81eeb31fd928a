import { useEffect, useMemo, useState } from 'react';
import type { Capture } from '../../../shared/contract/captures.ts';
import { utf8OfLatin1 } from '../../../shared/http/body-text.ts';
import {
  type ImportedTemplate,
  readRequest,
  requestOfCapture,
  templateOf,
} from '../../../shared/template/import.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { fromBase64 } from '../../lib/bytes.ts';
import { type ProblemText, problemOf } from '../../lib/problem.ts';
import { client } from '../../state/connection.ts';

/** Bytes of a capture's body that a template is made of; a file of the workspace may have 4 MiB. */
const BODY_LIMIT = 1024 * 1024;

/** Where a request is imported from; both are kept while one is looked at. */
export interface ImportSource {
  from: 'text' | 'capture';
  text: string;
  capture: number | null;
}

interface Imported {
  made: ImportedTemplate | null;
  problem: ProblemText | null;
}

const NOTHING: Imported = { made: null, problem: null };

/** A capture in full, or why it cannot be had. */
function useWholeCapture(id: number | null): { capture: Capture | null; problem: ProblemText | null } {
  const [got, setGot] = useState<{ id: number; capture: Capture | null; problem: ProblemText | null }>();
  useEffect(() => {
    if (id === null) return;
    const ended = new AbortController();
    client.captures.get({ id, bodyLimit: BODY_LIMIT }, { signal: ended.signal }).then(
      (capture) => setGot({ id, capture, problem: null }),
      (error: unknown) => {
        if (!ended.signal.aborted) setGot({ id, capture: null, problem: problemOf(error) });
      },
    );
    return () => ended.abort();
  }, [id]);
  return got !== undefined && got.id === id ? got : { capture: null, problem: null };
}

/** The template that would produce what was pasted or captured, or what is wrong with it. */
export function useImported({ from, text, capture: id }: ImportSource, kind: PostbackForm['kind']): Imported {
  const { capture, problem } = useWholeCapture(from === 'capture' ? id : null);
  return useMemo(() => {
    if (from === 'capture' && problem !== null) return { made: null, problem };
    if (from === 'text' ? text.trim() === '' : capture === null) return NOTHING;
    try {
      const found = from === 'text' ? readRequest(text) : requestOf(capture!);
      return { made: templateOf(found, kind), problem: null };
    } catch (error) {
      return { made: null, problem: problemOf(error) };
    }
  }, [from, text, capture, problem, kind]);
}

function requestOf({
  method,
  target,
  headers,
  body,
  decodedBody,
  bodyLength,
}: Capture): ReturnType<typeof requestOfCapture> {
  return requestOfCapture({
    method,
    target: utf8OfLatin1(target),
    // A body is taken as it reads: the template is sent without a Content-Encoding.
    headers: headers
      .filter(([name]) => decodedBody === null || name.toLowerCase() !== 'content-encoding')
      .map(([name, value]) => [name, utf8OfLatin1(value)]),
    body: fromBase64(decodedBody ?? body),
    bodyLength: decodedBody === null ? bodyLength : fromBase64(decodedBody).length,
  });
}
