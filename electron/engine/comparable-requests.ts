import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Capture } from '../../shared/contract/captures.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { compareRequests } from '../../shared/receiver/compare/compare-requests.ts';
import type {
  ArrivedPoints,
  CaptureExpectation,
  CapturePoints,
  ComparedBytes,
  Comparison,
  RequestRef,
} from '../../shared/receiver/compare/comparison.ts';
import { type ExpectedTemplate, holdAgainst, isAsSent } from '../../shared/receiver/compare/expectation.ts';
import {
  expectedRequest,
  likelyTemplate,
  requestOfMessage,
} from '../../shared/receiver/compare/expected-request.ts';
import type { ComparedRequest } from '../../shared/receiver/compare/request-points.ts';
import type { KnownValues } from '../../shared/secrets/known-values.ts';
import { compilePostback, type Postback } from '../../shared/template/postback.ts';
import { settingsFor } from '../../shared/template/settings.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';
import { maskedCapture } from './masked-captures.ts';
import { noCapture } from './replayed-request.ts';
import type { ActivityStore } from './store/activity.ts';
import type { CaptureStore } from './store/captures.ts';

/** Bytes of a body that are compared; what is larger is compared as far as that. */
const BODY_LIMIT = 4 * 1024 * 1024;
/** Bytes of a request that a screen gets, to show them side by side. */
const SHOWN_LIMIT = 262_144;
/** Results that are kept: a capture and what was sent do not change. */
const KEPT = 100_000;
/** Ms of work before it is somebody else's turn. */
const SLICE_MS = 10;

const NO_POSTBACKS: WorkspaceView['postbacks'] = [];

type Known = Omit<CapturePoints, 'id'>;
type Template = ExpectedTemplate & { file: string; name: string };

export interface ComparableRequestsOptions {
  captures: CaptureStore;
  activity: ActivityStore;
  /** The open workspace, whose postbacks a request of others may be one of; without it, there is none. */
  workspace?: () => Pick<WorkspaceView, 'settings' | 'postbacks'>;
  /** Values of secrets, which are shown by their names on both sides. */
  secrets: () => KnownValues;
}

/** Captures beside what was sent, beside a template, and beside each other. */
export class ComparableRequests {
  readonly #options: ComparableRequestsOptions;
  readonly #points = new Map<number, Known>();
  #templates: { of: WorkspaceView['postbacks']; list: Template[] } | undefined;

  constructor(options: ComparableRequestsOptions) {
    this.#options = options;
  }

  /**
   * A capture held against what was expected of it: what its attempt sent, else the template of `postback`, else of the
   * postback that it most likely is a request of; null if there is none. Throws PB_CAPTURE_UNKNOWN, PB_POSTBACK_UNKNOWN.
   */
  expectation(id: number, postback?: string): CaptureExpectation | null {
    const capture = this.#capture(id);
    if (postback === undefined) {
      const sent = this.#sent(capture);
      if (sent !== undefined) return sent;
    }
    const received = requestOf(capture);
    const found =
      postback === undefined
        ? likelyTemplate(this.#workspaceTemplates(), received)
        : this.#filledBy(postback, received);
    if (found === undefined) return null;
    const { template, expected } = found;
    return {
      source: 'template',
      postback: { file: template.file, name: template.name },
      expectation: holdAgainst(expected, received, template),
    };
  }

  /** How many data points of these captures arrived; without those of which nothing is expected and those that are gone. */
  points(ids: readonly number[]): CapturePoints[] {
    return ids.flatMap((id) => {
      const known = this.#pointsOf(id);
      return known === undefined ? [] : [{ id, ...known }];
    });
  }

  /** The data points of all requests of a run that came to this receiver. */
  async arrivedOf(runId: number, signal?: AbortSignal): Promise<ArrivedPoints> {
    const total: ArrivedPoints = { captures: 0, expected: 0, arrived: 0, differing: 0, first: null };
    let since = performance.now();
    for (const id of this.#options.activity.capturesOfRun(runId)) {
      signal?.throwIfAborted();
      const known = this.#pointsOf(id);
      if (known !== undefined) add(total, id, known);
      if (performance.now() - since < SLICE_MS) continue;
      await othersTurn();
      since = performance.now();
    }
    return total;
  }

  /** Two requests, value by value. Throws PB_CAPTURE_UNKNOWN, PB_ATTEMPT_UNKNOWN, or PB_ARGUMENT_INVALID for an attempt that sent nothing. */
  compare(left: RequestRef, right: RequestRef): Comparison {
    const [first, second] = [this.#request(left), this.#request(right)];
    return {
      ...compareRequests(first.request, second.request),
      left: first.bytes,
      right: second.bytes,
    };
  }

  #pointsOf(id: number): Known | undefined {
    const kept = this.#points.get(id);
    if (kept !== undefined) return kept;
    let found: CaptureExpectation | null;
    try {
      found = this.expectation(id);
    } catch (error) {
      if (error instanceof PostbenchError && error.code === 'PB_CAPTURE_UNKNOWN') return undefined;
      throw error;
    }
    if (found === null || found.expectation.expected === 0) return undefined;
    const { expectation, source } = found;
    const { expected, arrived } = expectation;
    const known = { expected, arrived, asSent: isAsSent(expectation) };
    // A postback of the workspace may be changed.
    if (source === 'sent') this.#points.set(id, known);
    const [oldest] = this.#points.keys();
    if (this.#points.size > KEPT && oldest !== undefined) this.#points.delete(oldest);
    return known;
  }

  #sent(capture: Capture): CaptureExpectation | undefined {
    const { activity } = this.#options;
    if (capture.delivery === null) return undefined;
    const attempt = activity.attempt(capture.delivery.attemptId);
    const [delivery] = activity.outbox.open([capture.delivery.deliveryId]);
    if (attempt === undefined || attempt.request === '' || delivery === undefined) return undefined;
    const template = this.#templateOf(delivery.postbackFile, activity.outbox.template(delivery.templateId));
    const expected = requestOfBytes(Buffer.from(attempt.request, 'base64'));
    return {
      source: 'sent',
      postback: { file: template.file, name: template.name },
      expectation: holdAgainst(expected, requestOf(capture), template),
    };
  }

  #filledBy(file: string, received: ComparedRequest) {
    const template = this.#workspaceTemplates().find((one) => one.file === file);
    if (template === undefined) {
      throw new PostbenchError('PB_POSTBACK_UNKNOWN', `There is no postback ${file}.`, {
        remedy: 'Select one of the postbacks of the open workspace.',
      });
    }
    const expected = expectedRequest(template, received);
    return expected && { template, expected };
  }

  #workspaceTemplates(): Template[] {
    const postbacks = this.#options.workspace?.().postbacks ?? NO_POSTBACKS;
    if (this.#templates?.of !== postbacks) {
      const list = postbacks.flatMap(({ file, content }) =>
        content === null ? [] : [this.#templateOf(file, content)],
      );
      this.#templates = { of: postbacks, list };
    }
    return this.#templates.list;
  }

  #templateOf(file: string, postback: Postback): Template {
    const view = this.#options.workspace?.().settings;
    const settings = settingsFor(postback.kind, {
      declared: view?.placeholders,
      unknown: view?.sending.unknownPlaceholder ?? 'literal',
      // The origin of a request is no part of it.
      receiverBase: 'http://127.0.0.1',
    });
    return { file, name: postback.name, compiled: compilePostback(postback), settings };
  }

  #request(ref: RequestRef): { request: ComparedRequest; bytes: ComparedBytes } {
    if ('capture' in ref) {
      const capture = this.#capture(ref.capture);
      const bytes = Buffer.concat([Buffer.from(capture.head, 'base64'), Buffer.from(capture.body, 'base64')]);
      return { request: requestOf(capture), bytes: shownOf(bytes) };
    }
    const attempt = this.#options.activity.attempt(ref.attempt);
    if (attempt === undefined) {
      throw new PostbenchError('PB_ATTEMPT_UNKNOWN', `There is no attempt ${ref.attempt}.`, {
        remedy: 'It was cleared, or is just leaving. Select another one.',
      });
    }
    if (attempt.request === '') {
      throw new PostbenchError('PB_ARGUMENT_INVALID', `Attempt ${ref.attempt} sent nothing.`, {
        remedy: 'Select an attempt that sent a request.',
      });
    }
    const bytes = Buffer.from(attempt.request, 'base64');
    return { request: requestOfBytes(bytes), bytes: shownOf(bytes) };
  }

  #capture(id: number): Capture {
    const capture = this.#options.captures.get(id, BODY_LIMIT);
    if (capture !== undefined) return maskedCapture(capture, this.#options.secrets());
    throw noCapture(id, this.#options.captures);
  }
}

function add(total: ArrivedPoints, id: number, { expected, arrived, asSent }: Known): void {
  total.captures += 1;
  total.expected += expected;
  total.arrived += arrived;
  if (asSent) return;
  total.differing += 1;
  total.first ??= id;
}

function requestOf({ head, body, decodedBody }: Capture): ComparedRequest {
  return requestOfMessage(
    Buffer.from(head, 'base64').toString('latin1'),
    Buffer.from(decodedBody ?? body, 'base64'),
  );
}

/** A request as it was sent, head and body together. */
export function requestOfBytes(bytes: Buffer): ComparedRequest {
  const end = bytes.indexOf('\r\n\r\n') + 4;
  return requestOfMessage(bytes.toString('latin1', 0, end), bytes.subarray(end));
}

function shownOf(bytes: Buffer): ComparedBytes {
  return { bytes: bytes.subarray(0, SHOWN_LIMIT).toString('base64'), length: bytes.length };
}
