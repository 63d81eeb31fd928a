import type { Check, SharedSecret } from '../../../shared/checks/check.ts';
import type { GivenMapping } from '../../../shared/checks/records/find-mapping.ts';
import type { Look } from '../../../shared/checks/records/record.ts';
import type { CheckReport, FirstLook } from '../../../shared/checks/report.ts';
import type { StoryResponse } from '../../../shared/checks/story.ts';
import type { DeliveryRules } from '../../../shared/delivery/rules.ts';
import type { World } from '../../../shared/domain/program.ts';
import type { PostbackKind } from '../../../shared/placeholders/placeholder-registry.ts';
import type { ReversalValues, Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { Postback, RenderSettings } from '../../../shared/template/postback.ts';
import type { SecretValues } from '../sender/secret-values.ts';
import type { Transport } from '../sender/transport.ts';
import type { PlayedSends } from './play-story.ts';
import type { Probe } from './probe.ts';

/** Everything that a run of checks is played with. */
export interface CheckReceiverOptions {
  checks: readonly Check[];
  /** The postback under test. */
  postback: Postback;
  /** Others of the workspace that go to the same origin. */
  others: Readonly<Partial<Record<PostbackKind, Postback>>>;
  world: World;
  reversal: ReversalValues;
  rules: DeliveryRules;
  /** How the names of a kind of postback are read. */
  settings: (kind: PostbackKind) => RenderSettings;
  transport: Transport;
  secrets: Pick<SecretValues, 'value' | 'whyMissing'>;
  /** Folder of the workspace that says which hosts are allowed; '' without one. */
  workspace: string;
  probe: Probe | undefined;
  /** The response to the postback shows the record. */
  inResponse?: ((response: StoryResponse) => Look) | undefined;
  given: GivenMapping;
  /** Somebody sees the mapping in the first look before it is used; so by default. */
  confirmsMapping?: boolean | undefined;
  /** Makes an action known to the receiver before its first request. */
  before?: ((values: Values, signal: AbortSignal) => Promise<void>) | undefined;
  /** Values of every action: `--set`. */
  set: Values;
  secret: SharedSecret | undefined;
  /** Values of secrets that the requests carry. */
  secretValues: readonly string[];
  /** Real ms. */
  timeout: number | undefined;
  settle: number | undefined;
  lateDuplicate: number | undefined;
  ceiling: number;
  localCeiling: number | undefined;
  /** Random lives to explore. */
  explore: number;
  /** A cancelled run to go on with: what was judged in it is not played again. */
  resume?: CheckReport | undefined;
  seed: number;
  runId: number;
  mask: (text: string) => string;
  /** Puts sentences into words for where they are read; as they are without it. */
  words?: ((text: string) => string) | undefined;
  signal: AbortSignal;
  /** Asked once the first look is there: whether test data may be written. */
  confirm?: ((look: FirstLook) => Promise<boolean>) | undefined;
  /** Called once the run is over: ends what its commands left running. */
  close?: (() => Promise<void>) | undefined;
  /** Told of the run before anything is sent. */
  onStart?: ((report: CheckReport) => void) | undefined;
  /** Told of the run as it goes, with what is known so far. */
  onReport?: ((report: CheckReport) => void) | undefined;
  /** Told of a story at each of its requests and responses. */
  onStory?: ((played: PlayedSends) => void) | undefined;
  /** Told which checks are being played, and how many records are waited for. */
  onPlaying?: ((playing: { checks: readonly string[]; waiting: number; lives: number }) => void) | undefined;
}
