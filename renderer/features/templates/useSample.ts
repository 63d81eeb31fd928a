import { useMemo } from 'react';
import type { WorkspaceFile } from '../../../shared/contract/workspace.ts';
import { kindOfEvent } from '../../../shared/delivery/firing.ts';
import type { World } from '../../../shared/domain/program.ts';
import { EVENT_KINDS, postbackKindOf, sampleValues } from '../../../shared/domain/samples.ts';
import { eventLabel } from '../../../shared/domain/world-event.ts';
import { catalogueFor, type Placeholder, type PostbackKind } from '../../../shared/placeholders/catalogue.ts';
import { type Sample, samplesOf } from '../../../shared/scenario/samples.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { RenderSettings } from '../../../shared/template/postback.ts';
import { useReceiverAddress } from '../../state/engine.ts';
import { type ProblemText, problemOf } from '../../state/errors.ts';
import { useRules, useWorkspace } from '../../state/workspace.ts';
import { NO_SAMPLE, useTemplates } from './store.ts';

/** What the previews are filled with. */
export interface SampleChoice {
  /** The scenario's file, MADE_UP or NO_SAMPLE. */
  id: string;
  /** What can be chosen: scenarios with events of the kind, and made-up ones. */
  scenarios: readonly { file: string; name: string }[];
  /** The steps that fire; empty without a sample. */
  samples: readonly Sample[];
  /** Which of them is shown, from 0. */
  index: number;
  current: Sample | null;
  /** Why the scenario cannot be played. */
  problem: ProblemText | null;
  /** The placeholders that mean something here, by name. */
  catalogue: ReadonlyMap<string, Placeholder>;
  /** Where the value of a placeholder comes from, in words. */
  originOf: (name: string) => string;
}

const NONE: never[] = [];

/** Made-up events of a kind, where no scenario has one. */
export const MADE_UP = 'made-up';

interface Played {
  file: string;
  name: string;
  samples: readonly Sample[];
  problem: ProblemText | null;
}

function play({ file, content }: WorkspaceFile<Scenario>, world: World): Played[] {
  if (content === null) return [];
  const { name } = content;
  try {
    return [{ file, name, samples: samplesOf(content, world), problem: null }];
  } catch (error) {
    return [{ file, name, samples: NONE, problem: problemOf(error) }];
  }
}

/** What the scenarios of the workspace bring about; played again only when files have changed. */
function usePlayed(): Played[] {
  const scenarios = useWorkspace(({ view }) => view?.scenarios ?? NONE);
  const world = useWorkspace(({ view }) => view?.settings.world);
  return useMemo(
    () => (world === undefined ? [] : scenarios.flatMap((scenario) => play(scenario, world))),
    [scenarios, world],
  );
}

/** The samples of a kind that no scenario is needed for. */
function useMadeUp(kind: PostbackKind): Played {
  const world = useWorkspace(({ view }) => view?.settings.world);
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  return useMemo(() => {
    const samples = EVENT_KINDS.filter((event) => postbackKindOf(event) === kind).map((event, step) => ({
      step,
      label: eventLabel(event),
      detail: 'made up',
      event,
      values: sampleValues(event, world, declared),
    }));
    return { file: MADE_UP, name: 'Made-up events', samples, problem: null };
  }, [kind, world, declared]);
}

/** The sample in force: of a scenario that has events of the kind, else made-up ones. */
export function useSample(kind: PostbackKind): SampleChoice {
  const played = usePlayed();
  const madeUp = useMadeUp(kind);
  const chosen = useTemplates(({ sample }) => sample);
  const step = useTemplates((state) => state.step);
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const catalogue = useMemo(() => catalogueFor(kind, declared), [kind, declared]);
  return useMemo(() => {
    const ofKind = played
      .map((one) => ({ ...one, samples: one.samples.filter(({ event }) => kindOfEvent(event) === kind) }))
      .filter(({ samples, problem }) => samples.length > 0 || (problem !== null && kind === 'action'));
    const all = [...ofKind, madeUp];
    const scenarios = all.map(({ file, name }) => ({ file, name }));
    const none = {
      id: NO_SAMPLE,
      scenarios,
      samples: NONE,
      index: 0,
      current: null,
      problem: null,
      catalogue,
      originOf: () => '',
    };
    if (chosen === NO_SAMPLE) return none;
    const { file, name, samples, problem } = all.find((one) => one.file === chosen) ?? all[0]!;
    const index = Math.min(step, Math.max(samples.length - 1, 0));
    const current = samples[index] ?? null;
    const originOf = (placeholder: string) => `${name}, ${current?.label ?? ''}: ${placeholder}`;
    return { ...none, id: file, samples, index, current, problem, originOf };
  }, [played, madeUp, chosen, step, kind, catalogue]);
}

/** How the workspace reads the names of one kind of postback, and where its receiver is. */
export function useRenderSettings(kind: PostbackKind): RenderSettings {
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const unknown = useWorkspace(({ view }) => view?.settings.sending.unknownPlaceholder ?? 'literal');
  const receiverBase = useReceiverAddress();
  const userAgent = useRules()?.profile.userAgent;
  return useMemo(() => {
    const catalogue = catalogueFor(kind, declared);
    return { known: (name: string) => catalogue.has(name), unknown, receiverBase, userAgent };
  }, [kind, declared, unknown, receiverBase, userAgent]);
}
