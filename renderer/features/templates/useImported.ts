import { useEffect, useMemo, useState } from 'react';
import type { Capture } from '../../../shared/contract/captures.ts';
import { utf8OfLatin1 } from '../../../shared/http/body-text.ts';
import { requestOfCapture } from '../../../shared/template/import/captured-request.ts';
import type { FoundRequests, ReadRequest } from '../../../shared/template/import/found-request.ts';
import { readRequests } from '../../../shared/template/import/read-requests.ts';
import { type ImportedTemplate, templateOf } from '../../../shared/template/import/template-of-request.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { fromBase64 } from '../../lib/bytes.ts';
import { type ProblemText, problemOf } from '../../lib/problem.ts';
import { client } from '../../state/connection.ts';

/** Bytes of a capture's body that a template is made of; a file of the workspace may have 4 MiB. */
const BODY_LIMIT = 1024 * 1024;

/** A text to read requests from, and where it comes from. */
export interface ImportText {
  text: string;
  /** The file that it was read from; null for what was pasted or typed. */
  file: string | null;
  /** What is to be said of the file. */
  notes: readonly string[];
  /** Which of the requests in it is taken. */
  entry: number;
}

/** Where a request is imported from; both are kept while one is looked at. */
export interface ImportSource extends ImportText {
  from: 'text' | 'capture';
  capture: number | null;
}

interface Imported {
  /** The requests in the text; null without a text, or for one that cannot be read. */
  found: FoundRequests | null;
  /** What is wrong with the text as a whole. */
  textProblem: ProblemText | null;
  made: ImportedTemplate | null;
  /** What is wrong with the selected request. */
  problem: ProblemText | null;
}

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

function useFound(text: string): { found: FoundRequests | null; textProblem: ProblemText | null } {
  return useMemo(() => {
    if (text.trim() === '') return { found: null, textProblem: null };
    try {
      return { found: readRequests(text), textProblem: null };
    } catch (error) {
      return { found: null, textProblem: problemOf(error) };
    }
  }, [text]);
}

/** The template that would produce the selected request of a text or a capture, or what is wrong with it. */
export function useImported(source: ImportSource, kind: PostbackForm['kind']): Imported {
  const { from, text, notes, entry, capture: id } = source;
  const { found, textProblem } = useFound(text);
  const { capture, problem } = useWholeCapture(from === 'capture' ? id : null);
  const read = useMemo((): (() => ReadRequest) | null => {
    if (from === 'capture') return capture === null ? null : () => requestOf(capture);
    const one = found?.entries[entry];
    if (found === null || one === undefined) return null;
    return () => {
      const { request, notes: own } = one.read();
      return { request, notes: [...notes, ...found.notes, ...own] };
    };
  }, [from, found, entry, notes, capture]);
  const { made, problem: own } = useMemo(() => {
    try {
      return { made: read === null ? null : templateOf(read(), kind), problem: null };
    } catch (error) {
      return { made: null, problem: problemOf(error) };
    }
  }, [read, kind]);
  return { found, textProblem, made, problem: own ?? (from === 'capture' ? problem : null) };
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
