import type { CaptureRule, CaptureState } from '../../../shared/contract/captures.ts';
import { hiddenText } from '../decoded-body.ts';
import type { Connection } from './connection.ts';
import { readHead } from './wire.ts';

/** A response as it is sent, from the status line to the end of the body. */
export interface CaptureResponse {
  status: number;
  bytes: Uint8Array;
}

/** A request from the receiver, without an id. */
export interface NewCapture {
  /** Ms since the epoch, real time. */
  receivedAt: number;
  /** Ms since the epoch on the simulator's clock. */
  virtualAt: number;
  /** Microseconds since the first byte, read when the row is written. */
  tookUs: () => number;
  state: CaptureState;
  /** The name of the endpoint where it arrived. */
  endpoint: string;
  method: string;
  target: string;
  remote: string;
  /** Bytes of the body that arrived. */
  bodyLength: number;
  attemptId: number | null;
  httpVersion: string;
  note: string;
  userAgent: string;
  /** Request line and headers, the bytes of the wire. */
  head: Uint8Array;
  /** The bytes of the body that are kept. */
  body: Uint8Array;
  response: CaptureResponse | null;
  /** The response rule that responded. */
  rule?: CaptureRule | null;
  /** Where an imported capture comes from. */
  origin?: string | null;
}

const INSERT = `INSERT INTO captures (real_at, received_at, took_us, state, method, remote, body_length, answer_status,
  attempt_id, http_version, note, user_agent, target, answer, head, body, decoded, endpoint, rule, rule_owner, origin)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Writes the row of a capture and returns its id. */
export function insertCapture(connection: Connection, row: NewCapture): number {
  const written = connection
    .statement(INSERT)
    .run(
      row.receivedAt,
      row.virtualAt,
      row.tookUs(),
      row.state,
      row.method,
      row.remote,
      row.bodyLength,
      row.response?.status ?? null,
      row.attemptId,
      row.httpVersion,
      row.note,
      row.userAgent,
      row.target,
      row.response?.bytes ?? null,
      row.head,
      row.body,
      decodedText(row),
      row.endpoint,
      row.rule?.name ?? null,
      row.rule?.owner ?? null,
      row.origin ?? null,
    );
  return Number(written.lastInsertRowid);
}

function decodedText({ head, body }: NewCapture): string | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  return hiddenText(text, () => readHead(Buffer.from(head)).headers, body);
}
