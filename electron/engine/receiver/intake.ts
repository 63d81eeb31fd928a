import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { CaptureRule } from '../../../shared/contract/captures.ts';
import type { Denial } from '../../../shared/receiver/access/access.ts';
import type { Forward } from '../../../shared/receiver/rules/forward-schema.ts';
import type { ResponsePlan } from '../../../shared/receiver/rules/plan-response.ts';
import type { Fault } from '../../../shared/receiver/rules/reaction-schema.ts';
import { Bytes, plural } from '../bytes.ts';
import type { NewCapture } from '../store/insert-capture.ts';
import type { Connection, ReadingIntake } from './connection.ts';
import { faultyBytes, sendOnSocket } from './faulty-response.ts';
import { forwardNote, replyOfForward } from './forwarding.ts';
import { takeInFragment } from './fragment.ts';
import { rebuildHead } from './head.ts';
import type { Ending, IntakeContext } from './intake-context.ts';
import { type Reply, replyFor, replyOf, unavailable } from './reply.ts';
import type { ChosenResponse } from './response-stack.ts';
import { ReceivedRequest } from './rule-request.ts';

/** The response to a request that is not let in: what it would get from the rules, nobody shall learn. */
function refusing({ status, headers }: Denial): ChosenResponse {
  return {
    plan: { status, headers, body: null, delay: 0, forward: null, fault: null },
    rule: '',
    owner: null,
  };
}

/** What a capture says of its response: sentences, '' for none, and the rule that responded. */
interface Told {
  notes: readonly string[];
  rule: CaptureRule | null;
}

/** Reads one request, stores it, and responds after the commit. */
export class Intake implements ReadingIntake {
  readonly #context: IntakeContext;
  readonly #connection: Connection;
  readonly #request: IncomingMessage;
  /** Undefined for CONNECT, which Node leaves to the socket. */
  readonly #response: ServerResponse | undefined;
  readonly #target: string;
  readonly #endpoint: string;
  readonly #head: Buffer;
  /** The whole body, when it came in one packet with the end of the head and no other request waits before it. */
  readonly #whole: Buffer | undefined;
  readonly #receivedAt: number;
  readonly #virtualAt: number;
  readonly #startedAt: number;
  readonly #attemptId: number | null;
  readonly #body: Bytes;
  #reading = true;

  constructor(
    context: IntakeContext,
    connection: Connection,
    request: IncomingMessage,
    target: string,
    response: ServerResponse | undefined,
  ) {
    this.#context = context;
    this.#connection = connection;
    this.#request = request;
    this.#response = response;
    this.#target = target;
    this.#endpoint = context.endpointOf(target);
    // Before the head is taken: another request may begin right after it.
    this.#startedAt = connection.startedAt;
    this.#receivedAt = connection.receivedAt;
    this.#virtualAt = connection.virtualAt;
    this.#attemptId = context.attemptOf(connection.remotePort) ?? null;
    this.#body = new Bytes(context.bodyLimit);
    const taken = this.#takeHead();
    this.#head = taken.head;
    this.#whole = connection.behind ? undefined : taken.body;
    connection.reads(this);
    context.began();
  }

  get arrived(): boolean {
    return !this.#reading || (this.#response !== undefined && this.#request.complete);
  }

  get waiting(): boolean {
    return this.#reading;
  }

  /** Reads the body from the request, which ends where the body ends. */
  readRequest(): void {
    if (this.#whole !== undefined && this.#whole.length <= this.#context.bodyLimit) {
      // Node drops what its stream still holds of it once the response has been sent.
      this.#body.push(this.#whole);
      this.#complete();
      return;
    }
    this.#request.on('data', (chunk: Buffer) => this.#push(chunk));
    this.#request.on('end', () => this.#complete());
    this.#request.on('close', () => this.breakOff());
  }

  /** Reads the body of a CONNECT: what came with the head, and whatever else its Content-Length announces. */
  readSocket(socket: Readable, first: Buffer): void {
    const announced = this.#announced() ?? first.length;
    const take = (chunk: Buffer): void => {
      this.#push(chunk.subarray(0, announced - this.#body.arrived));
      if (this.#body.arrived >= announced) this.#complete();
    };
    take(first);
    if (!this.#reading) return;
    // Node's own timeouts end when it hands over the socket.
    this.#connection.socket.setTimeout(this.#context.requestTimeout, () => this.timeOut());
    socket.on('data', take);
    socket.on('end', () => this.breakOff());
    socket.on('close', () => this.breakOff());
  }

  refuse(reason: string, rest: Buffer): void {
    // The part of the body that came in the same packet is still on its way through the stream.
    setImmediate(() => {
      const seen = JSON.stringify(rest.toString('latin1', 0, 40));
      const note = `The HTTP parser rejected the body after ${plural(this.#body.arrived)}: ${reason}, at ${seen}.`;
      this.#stop({ state: 'refused', note, reply: this.#closing(400) });
    });
  }

  breakOff(): void {
    this.#stop({
      state: 'broken-off',
      note: `The client disconnected after ${this.#progress()}.`,
      reply: null,
    });
  }

  timeOut(): void {
    const note = `The client took too long; ${this.#progress()} had arrived.`;
    this.#stop({ state: 'broken-off', note, reply: this.#closing(408) });
  }

  #push(chunk: Buffer): void {
    if (!this.#reading) return;
    this.#body.push(chunk);
    if (this.#body.arrived <= this.#context.bodyLimit) return;
    const note = `The body is larger than ${plural(this.#context.bodyLimit)}: ${this.#progress()} had arrived when reading stopped, ${plural(this.#body.kept)} are kept.`;
    this.#stop({ state: 'too-large', note, reply: this.#closing(413) });
  }

  #complete(): void {
    if (!this.#reading) return;
    const { refusal } = this.#connection;
    if (refusal !== undefined) {
      this.#stop({ state: 'refused', note: refusal.note, reply: this.#closing(refusal.status) });
      return;
    }
    const { responses, real } = this.#context;
    const unread = this.#unreadAfterUpgrade();
    const now = real();
    const request = this.#forRules();
    const denial = this.#context.denied(request);
    const { plan, rule, owner } = denial === undefined ? responses.choose(request, now) : refusing(denial);
    const denied = denial === undefined ? '' : `Not let in: ${denial.why}`;
    const told: Told = {
      notes: [this.#trailers(), denied],
      rule: rule === '' || owner === null ? null : { name: rule, owner },
    };
    this.#reading = false;
    this.#connection.owes();
    if (plan.forward === null) this.#finish(plan, told, unread, now);
    else void this.#forward(plan, plan.forward, told);
    if (!unread) return;
    takeInFragment(this.#context, this.#connection, {
      state: 'refused',
      note: 'It followed a request to upgrade the connection, after which the HTTP parser reads nothing.',
      reply: null,
    });
  }

  /** Responds as planned, after the commit. */
  #finish(plan: ResponsePlan, told: Told, endsConnection: boolean, now: number): void {
    // A tunnel has no response that could be sent badly.
    const fault = this.#response === undefined ? null : plan.fault;
    const keepAlive = !endsConnection && fault === null && this.#response?.shouldKeepAlive === true;
    const reply = replyOf(plan, this.#request.method ?? '', keepAlive, now);
    this.#send(reply, told, plan.delay, fault === null ? undefined : { fault });
  }

  /** Responds with what another server responds. Nothing is read meanwhile: the connection ends with this response. */
  async #forward(plan: ResponsePlan, forward: Forward, told: Told): Promise<void> {
    const { forward: passOn, stopping, real } = this.#context;
    const { method = '', rawHeaders } = this.#request;
    this.#connection.end();
    const request = { method, target: this.#target, rawHeaders, body: this.#body.view() };
    const result = await passOn(request, forward, stopping);
    const note = forwardNote(forward, result);
    const forwarded = { ...told, notes: [...told.notes, note] };
    if (result.ok) this.#send(replyOfForward(result), forwarded, plan.delay, { fault: plan.fault });
    else {
      const failed = { status: 502, headers: [], body: { text: note } };
      this.#send(replyOf(failed, method, false, real()), forwarded, 0, undefined);
    }
  }

  /** Stores the request with a response, then sends it: through Node, or byte for byte on the socket with its fault. */
  #send(full: Reply, { notes, rule }: Told, delay: number, raw: { fault: Fault | null } | undefined): void {
    const fault = raw?.fault ?? null;
    const bytes = fault === null ? full.bytes : faultyBytes(fault, full);
    const reply = bytes === null ? null : { ...full, bytes };
    if (raw !== undefined) this.#connection.end();
    const note = notes.filter((part) => part !== '').join(' ');
    this.#store({ state: 'complete', note, reply, rule }, (given) =>
      this.#respondAfter(delay, given, given === reply ? raw : undefined),
    );
  }

  #forRules(): ReceivedRequest {
    const { deliveryOf } = this.#context;
    const attemptId = this.#attemptId;
    return new ReceivedRequest(this.#request, {
      endpoint: this.#endpoint,
      target: this.#target,
      body: this.#body.view(),
      virtualAt: this.#virtualAt,
      remote: this.#connection.remoteAddress,
      delivery: () => (attemptId === null ? null : deliveryOf(attemptId)),
    });
  }

  /** Node's parser skips what follows a request that asks for an upgrade in the same packet. */
  #unreadAfterUpgrade(): boolean {
    if (this.#request.headers.upgrade === undefined || this.#connection.ending) return false;
    return this.#connection.tape.pending().arrived > 0;
  }

  /** Ends the capture with what has arrived, and with it the connection. */
  #stop(ending: Ending): void {
    if (!this.#reading) return;
    this.#reading = false;
    this.#connection.end();
    this.#store(ending, (reply) => {
      this.#connection.close(reply);
      this.#context.ended();
    });
  }

  #store(ending: Ending, then: (reply: Reply | null) => void): void {
    const { store, real, onError } = this.#context;
    store.add(this.#row(ending), (error) => {
      if (error !== undefined) onError(error);
      then(error === undefined || ending.reply === null ? ending.reply : unavailable(real(), error));
    });
  }

  /** Responds after so many ms, or at once when the client goes away. */
  #respondAfter(delay: number, reply: Reply | null, raw: { fault: Fault | null } | undefined): void {
    const connection = this.#connection;
    const { socket } = connection;
    const { ended } = this.#context;
    const respond = () => {
      socket.off('close', respond);
      clearTimeout(timer);
      if (raw === undefined) this.#respond(reply);
      else
        connection.sendRaw(
          (socket, tcp) => sendOnSocket(raw.fault, socket, reply?.bytes ?? null, tcp),
          ended,
        );
    };
    const timer = delay > 0 ? setTimeout(respond, delay) : undefined;
    if (timer === undefined) respond();
    else socket.once('close', respond);
  }

  #respond(reply: Reply | null): void {
    const connection = this.#connection;
    const { ended } = this.#context;
    if (reply !== null && this.#response !== undefined) {
      connection.respond(this.#response, reply, ended);
      return;
    }
    connection.responded();
    connection.close(reply);
    ended();
  }

  #row(ending: Ending): NewCapture {
    const { clock } = this.#context;
    const { method, httpVersion, headers } = this.#request;
    const connection = this.#connection;
    return {
      receivedAt: this.#receivedAt,
      virtualAt: this.#virtualAt,
      tookUs: () => Math.round((clock() - this.#startedAt) * 1000),
      state: ending.state,
      endpoint: this.#endpoint,
      method: method ?? '',
      target: this.#target,
      remote: connection.remote,
      bodyLength: this.#body.arrived,
      attemptId: this.#attemptId,
      httpVersion,
      note: ending.note,
      rule: ending.rule ?? null,
      userAgent: headers['user-agent'] ?? '',
      head: this.#head,
      body: this.#body.view(),
      response: ending.reply,
    };
  }

  #takeHead(): { head: Buffer; body: Buffer | undefined } {
    const { method = '', httpVersion, headers, rawHeaders } = this.#request;
    const taken = this.#connection.tape.takeHead({
      method,
      target: this.#target,
      httpVersion,
      transferEncoding: headers['transfer-encoding'],
      contentLength: headers['content-length'],
    });
    return taken ?? { head: rebuildHead(method, this.#target, httpVersion, rawHeaders), body: undefined };
  }

  #closing(status: number): Reply {
    return replyFor(status, this.#request.method ?? '', false, this.#context.real());
  }

  #announced(): number | undefined {
    const length = this.#request.headers['content-length'];
    return length === undefined ? undefined : Number(length);
  }

  #progress(): string {
    const announced = this.#announced();
    return announced === undefined
      ? `${plural(this.#body.arrived)} of a body without a length`
      : `${this.#body.arrived} of ${announced} announced bytes`;
  }

  #trailers(): string {
    const { rawTrailers } = this.#request;
    if (rawTrailers.length === 0) return '';
    const lines: string[] = [];
    for (let index = 0; index + 1 < rawTrailers.length; index += 2) {
      lines.push(`${rawTrailers[index]}: ${rawTrailers[index + 1]}`);
    }
    return `Trailers followed the body: ${lines.join(', ')}.`;
  }
}
