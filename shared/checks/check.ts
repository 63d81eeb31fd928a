import type { Program } from '../domain/program.ts';
import type { Draw } from '../domain/random.ts';
import type { Postback } from '../template/postback.ts';
import type { DiagnosisId } from './diagnosis.ts';
import type { Mapping } from './records/record.ts';
import type { RemedyId } from './remedy.ts';
import type { PlayedStory, Story, StoryExchange } from './story.ts';

export const CATEGORIES = ['acknowledgment', 'security', 'data', 'money', 'order', 'exploration'] as const;
export type Category = (typeof CATEGORIES)[number];

export const VERDICTS = ['pass', 'fail', 'warn', 'skip'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** How sure a fact of the platform is. */
export type FactCertainty = 'documented' | 'observed' | 'third party' | 'assumed';

/** Why a check matters: what the platform does, and how surely it is known. */
export interface Fact {
  sentence: string;
  certainty: FactCertainty;
}

/** The secret of a postback: where it stands, and whether the user said so. */
export interface SharedSecret {
  /** Name of the query parameter, body field or header. */
  name: string;
  /** Named by `--secret` or confirmed on screen: only then a check of it can fail. */
  confirmed: boolean;
}

/** What checks know before they play. */
export interface CheckContext {
  postback: Postback;
  program: Program;
  /** Names of the placeholders in URL, headers and body. */
  placeholders: ReadonlySet<string>;
  /** Values fixed by `--set`. */
  fixed: ReadonlySet<string>;
  secret: SharedSecret | undefined;
  /** Values of secrets that the requests carry: no response should repeat one. */
  secretValues: readonly string[];
  /** Whether the user said what the receiver must know first: `--before` or `--set`. */
  prepared: boolean;
  /** How records are seen: not at all, by a look of its own, or in the response to the postback. */
  probe: 'none' | 'look' | 'response';
  mapping: Mapping | undefined;
  /** Kinds of other postbacks that go to the same origin. */
  otherKinds: ReadonlySet<Postback['kind']>;
  /** ms within which a response must come. */
  timeout: number;
  /** Real ms of `--late-duplicate`; undefined without it. */
  lateDuplicate: number | undefined;
  /** Draws for a purpose: the same seed gives the same numbers. */
  draw: (purpose: string) => Draw;
  /** Whether an action that was sent in order was booked; checks that need it are skipped where it was not. */
  books: boolean;
  /** The first action of the run. */
  first: {
    accepted: boolean;
    /** Why records could not be seen then; '' where they could. */
    unseen: string;
    /** Of its response. */
    body: string;
  };
}

/** Everything that was seen in a run, for checks that judge all of it. */
export interface Seen {
  /** Creations, modifications, reversals and restores as the platform sends them, unchanged and in order. */
  plain: readonly StoryExchange[];
  /** All requests of the run. */
  all: readonly StoryExchange[];
  /** Real ms from response to record, the largest seen; null without a probe. */
  lagMs: number | null;
}

/** What a check found. */
export interface Judgement {
  verdict: Verdict;
  /** A few words for a list: "24.00, not 12.00". */
  saw: string;
  /** A sentence or two. */
  sentence: string;
  /** Every reason that fits, the likeliest first: of several checks, the reason that they share is reported. */
  diagnoses?: readonly DiagnosisId[];
  /** Where what was seen has a remedy of its own. */
  remedy?: RemedyId | undefined;
  /** The stories that show it, by index; all by default. */
  stories?: readonly number[];
}

/**
 * One named test of a receiver. Pure: it says what to play and judges what came of it. What it cannot be judged
 * without is in `needs`.
 */
export interface Check {
  id: string;
  category: Category;
  /** In a developer's words, as a statement that should hold: "A duplicate counts once". */
  title: string;
  why: readonly Fact[];
  needs?: {
    /** Records must be visible; `look`: at any time, not in a response only. */
    probe?: 'any' | 'look';
    /** Placeholders that the template must carry. */
    placeholders?: readonly string[];
    /** One of these is enough. */
    oneOf?: readonly string[];
    /** Fields that the records must show. */
    records?: readonly string[];
    /** Placeholders whose value it varies: skipped where one is fixed by `--set`. */
    varies?: readonly string[];
    secret?: true;
    /** An action sent in order must have been booked. */
    booked?: true;
    /** At least one of these fields is in the template and in the records. */
    anyRecord?: readonly string[];
    method?: 'GET' | 'POST';
    otherKind?: Postback['kind'];
  };
  /** What is played; none for a check that judges what others saw. */
  stories: (context: CheckContext) => readonly Story[];
  judge: (played: readonly PlayedStory[], context: CheckContext, seen: Seen) => Judgement;
  remedy: RemedyId;
}
