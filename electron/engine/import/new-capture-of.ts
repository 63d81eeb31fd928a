import { Buffer } from 'node:buffer';
import type { Capture } from '../../../shared/contract/captures.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import { statusText } from '../../../shared/http/status-text.ts';
import type { ImportedBody, ImportedCapture } from '../../../shared/receiver/import/imported-capture.ts';
import type { NewCapture } from '../store/insert-capture.ts';

const headBytes = (start: string, headers: readonly (readonly [string, string])[]) =>
  Buffer.from(
    `${start}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    'latin1',
  );

function bytesOf(body: ImportedBody | null, fileOf: (name: string) => Buffer): Buffer {
  if (body === null) return Buffer.alloc(0);
  if ('file' in body) return fileOf(body.file);
  return Buffer.from(body.text, body.isBase64 ? 'base64' : 'utf8');
}

/** The head of a request as its line and headers make it. */
function requestHead({
  method,
  target,
  httpVersion,
  headers,
}: Pick<ImportedCapture, 'method' | 'target' | 'httpVersion' | 'headers'>): Buffer {
  return headBytes(`${method} ${target} HTTP/${httpVersion}`, headers);
}

/** Base64 of a head that `requestHead` does not make of its parts, as of what was refused; undefined for any other. */
export function ownHead(
  capture: Pick<Capture, 'head' | 'method' | 'target' | 'httpVersion' | 'headers'>,
): string | undefined {
  return requestHead(capture).toString('base64') === capture.head ? undefined : capture.head;
}

/**
 * A request of a file as the store keeps captures. @param origin where it comes from. @param now for one without a time, in
 * ms since the epoch. @param fileOf the bytes of a file beside it
 */
export function newCaptureOf(
  imported: ImportedCapture,
  { origin, now, fileOf }: { origin: string; now: number; fileOf: (name: string) => Buffer },
): NewCapture {
  const { response, headers, receivedAt, virtualAt } = imported;
  const body = bytesOf(imported.body, fileOf);
  return {
    receivedAt: receivedAt ?? virtualAt ?? now,
    virtualAt: virtualAt ?? receivedAt ?? now,
    tookUs: () => Math.round(imported.tookMs * 1000),
    state: imported.state,
    endpoint: '',
    method: imported.method,
    target: imported.target,
    remote: imported.remote,
    bodyLength: imported.bodyLength ?? body.length,
    attemptId: null,
    httpVersion: imported.httpVersion,
    note: imported.note,
    userAgent: headerOf(headers, 'user-agent') ?? '',
    head: imported.head === null ? requestHead(imported) : Buffer.from(imported.head, 'base64'),
    body,
    response:
      response === null
        ? null
        : {
            status: response.status,
            bytes: Buffer.concat([
              headBytes(`HTTP/1.1 ${response.status} ${statusText(response.status)}`, response.headers),
              bytesOf(response.body, fileOf),
            ]),
          },
    origin,
  };
}
