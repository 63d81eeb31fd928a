import type { ErrorCode } from '../errors.ts';
import type { Category, Check, Fact, Verdict } from './check.ts';
import type { DiagnosisId } from './diagnosis.ts';
import type { FoundField } from './records/find-mapping.ts';
import type { BookRecord, Difference, Mapping, PlatformRecord, RecordStatus } from './records/record.ts';
import type { RemedyId } from './remedy.ts';
import type { Story } from './story.ts';
import type { CreatedAction } from './story-world.ts';

/** One request of an evidence, ready to be shown: secrets are masked. */
export interface EvidenceStep {
  /** What happened: `tracked`, `modified` … */
  what: string;
  actionId: string;
  /** "again", "retry", "response lost", "20 at once", "with a wrong secret"; '' for an ordinary one. */
  note: string;
  request: {
    method: string;
    url: string;
    headers: readonly (readonly [string, string])[];
    body: string | null;
  };
  /** Real time, ms since the epoch. */
  sentAt: number;
  response: { outcome: string; status: number | null; body: string; ms: number };
  accepted: boolean;
  sentence: string;
  /** The receiver's records before and after, where they were looked at. */
  before: BookRecord | null;
  after: BookRecord | null;
  books: PlatformRecord;
}

/** One action at the end of an evidence's story. */
export interface EvidenceAction {
  id: string;
  platform: PlatformRecord;
  record: BookRecord | null;
  differences: readonly Difference[];
  settledMs: number | null;
  /** What the probe last brought back, at most 4 KiB of it. */
  text: string;
}

/** A story that was played for a check, as it went. */
export interface Evidence {
  /** What to play to see it again; null where requests were changed in a way that no scenario can. */
  story: Pick<Story, 'events' | 'sends'> | null;
  steps: readonly EvidenceStep[];
  actions: readonly EvidenceAction[];
}

export interface CheckResult {
  id: string;
  category: Category;
  title: string;
  why: readonly Fact[];
  verdict: Verdict;
  /** A few words: "24.00, not 12.00". */
  saw: string;
  sentence: string;
  /** Every reason that fits, the likeliest first. */
  diagnoses: readonly DiagnosisId[];
  /** The one that most failed checks share; null where there is none. */
  diagnosis: DiagnosisId | null;
  /** Why it was skipped can be mended by adding this placeholder to the template; null otherwise. */
  add: string | null;
  /** At most a few stories; the failing ones first. */
  evidence: readonly Evidence[];
  remedy: RemedyId;
  /** The run ended before it could be played. */
  unplayed: boolean;
  /** Real ms that its stories took. */
  ms: number;
}

/** Failed checks with one reason. */
export interface Defect {
  /** A diagnosis, or the id of the only check that found it. */
  id: string;
  title: string;
  sentence: string;
  checks: readonly string[];
  remedy: RemedyId;
  /** Whether it books money that is not owed, or loses what is. */
  costsMoney: boolean;
  /** The worst sum that it booked, beside the platform's; null where no money was compared. */
  worst: { platform: string; receiver: string; currency: string } | null;
}

export interface ReportSummary {
  headline: string;
  defects: readonly Defect[];
  counts: Readonly<Record<Verdict, number>>;
  categories: Readonly<Partial<Record<Category, Readonly<Record<Verdict, number>>>>>;
  /** Whether records were compared with the platform's books. */
  moneyJudged: boolean;
}

export interface FirstLook {
  response: EvidenceStep['response'];
  accepted: boolean;
  /** Record before and after, as text; null without a probe. */
  before: string | null;
  after: string | null;
  fields: readonly FoundField[];
  /** The receiver's words for a status that an in-order life showed, and what each is taken for. */
  words: readonly { word: string; status: RecordStatus }[];
  unsure: readonly string[];
  booked: boolean;
  /** Real ms from response to record. */
  lagMs: number | null;
  /** What is wrong with it; '' where nothing is. */
  problem: string;
  /** Why records could not be seen; '' where they could. */
  unseen: string;
}

/** One run of checks. Plain data: it is kept, compared, exported and shown. Secrets are masked in all of it. */
export interface CheckReport {
  version: 1;
  runId: number;
  seed: number;
  startedAt: number;
  tookMs: number;
  /** Real ms of it that were spent waiting for records. */
  waitedMs: number;
  /** Cancelled runs keep what was found. */
  state: 'running' | 'done' | 'cancelled' | 'failed';
  problem: string;
  /** What kind of problem broke the run off; null where none did. */
  problemCode: ErrorCode | null;
  target: { method: string; url: string };
  /** How records were seen, in words; '' where they were not. */
  probe: string;
  mapping: Mapping | null;
  firstLook: FirstLook | null;
  lagMs: number | null;
  requests: number;
  summary: ReportSummary;
  checks: readonly CheckResult[];
  /** How many actions the run made up, sent or not: one that is resumed goes on from there. */
  made: number;
  /** Everything that was sent may be at the receiver now. */
  created: readonly CreatedAction[];
}

/** What of a check does not depend on a run. */
export type CheckInfo = Pick<Check, 'id' | 'category' | 'title' | 'why' | 'remedy'>;
