import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { SwitchedOff } from '../delivery/switch-off.ts';
import { SYNCHRONOUS, type Synchronous, THEMES, type Theme } from '../settings.ts';
import type { CaptureTotal, ClearedCaptures } from './captures.ts';
import { declaredErrors } from './errors.ts';

export { type Synchronous, THEMES, type Theme } from '../settings.ts';

/** `not-storing`: it listens, and responds 503 since what it captures cannot be stored. */
export type ReceiverState = 'starting' | 'listening' | 'not-storing' | 'failed' | 'stopped';

/** One endpoint of the receiver. */
export interface EndpointView {
  /** As URLs and rules name it; the one named default is always there. */
  name: string;
  /** "http://127.0.0.1:7300", without the path; empty while it does not listen. */
  address: string;
  /** What its paths begin with, on the port of the endpoint default; empty for one with a port of its own. */
  path: string;
  tls: boolean;
  /** The address that its workspace asks for. */
  bind: string;
  state: ReceiverState;
  /** Whether it listens on 127.0.0.1 instead, until `bind` is confirmed on this machine. */
  unconfirmed: boolean;
  /** Why it does not listen as its workspace asks for, with what to do about it; empty if it does. */
  note: string;
}

export interface ReceiverView {
  state: ReceiverState;
  /** "http://127.0.0.1:7300"; empty while it does not listen. */
  address: string;
  /** Why it does not listen or store, with what to do about it, or why it took another port: a sentence. */
  note: string;
  /** Answers given in turn, the last one repeated. */
  responses: number[];
  /** Those of the open workspace, the default one first. */
  endpoints: EndpointView[];
  /** Whether an address can be confirmed from here: the desktop app can ask in a dialog of its own, a page in a browser cannot. */
  canConfirm: boolean;
}

/** The self-signed certificate of the HTTPS endpoints. */
export interface CertificateView {
  /** Where it is kept, without its key. */
  file: string;
  pem: string;
  /** "AB:CD:…" */
  sha256: string;
  /** Host names and addresses that it is for. */
  names: string[];
  /** Ms since the epoch. */
  validTo: number;
}

/** The secrets of this machine by name; their values never leave the engine but in requests. */
export interface SecretsView {
  /** Those that have a value. */
  names: string[];
  /** Why secrets.json cannot be used and what to do about it; empty where it can, or there is none. */
  problem: string;
}

/** What the frame of the screen shows. */
export interface EngineView {
  version: string;
  dataFolder: string;
  receiver: ReceiverView;
  outbox: { waiting: number; inFlight: number };
  captures: number;
  captureBytes: number;
  /** How many captures each endpoint has, of how many bytes, and how many retention dropped. */
  captureTotals: CaptureTotal[];
  /** What the last Clear removed, as long as it can be undone. */
  cleared: ClearedCaptures | null;
  running: number;
  switchedOff: SwitchedOff[];
  synchronous: Synchronous;
  secrets: SecretsView;
}

const base = oc.errors(declaredErrors);

export const engineContract = {
  /** The state now and after each change, at most ten times a second. */
  follow: base.output(eventIterator(type<EngineView>())),
  /** Asks outside the page whether an endpoint may listen where its `bind` says; it does once that is confirmed. */
  confirmBind: base.input(z.object({ endpoint: z.string() })).output(type<ReceiverView>()),
  /** The certificate that HTTPS endpoints have; null before the first of them listens. */
  certificate: base.output(type<CertificateView | null>()),
  restartReceiver: base.output(type<ReceiverView>()),
  /** Statuses from 200 to 599 given in turn, the last one repeated: what --response sets on the command line. */
  setResponses: base
    .input(z.object({ responses: z.array(z.number().int().min(200).max(599)).min(1).max(10_000) }))
    .output(type<ReceiverView>()),
  theme: base.output(type<Theme>()),
  /** Lets what is stored from now on survive a power cut too, at the price of waiting for the disk, or not. */
  setSynchronous: base
    .input(z.object({ synchronous: z.enum(SYNCHRONOUS) }))
    .output(z.object({ synchronous: z.enum(SYNCHRONOUS) })),
  setTheme: base.input(z.object({ theme: z.enum(THEMES) })).output(type<Theme>()),
};
