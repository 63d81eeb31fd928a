import { useMemo } from 'react';
import type { WorkspaceFile } from '../../../shared/contract/workspace.ts';
import { catalogueFor, type PostbackKind } from '../../../shared/placeholders/catalogue.ts';
import { type Sample, samplesOf } from '../../../shared/scenario/samples.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { RenderSettings } from '../../../shared/template/postback.ts';
import { useReceiverAddress } from '../../state/engine.ts';
import { type ProblemText, problemOf } from '../../state/errors.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { NO_SAMPLE, useTemplates } from './store.ts';

/** What the previews are filled with. */
export interface SampleChoice {
  /** The scenario's file, or NO_SAMPLE. */
  id: string;
  scenarios: readonly WorkspaceFile<Scenario>[];
  /** The steps that fire; empty without a sample. */
  samples: readonly Sample[];
  /** Which of them is shown, from 0. */
  index: number;
  current: Sample | null;
  /** Why the scenario cannot be played. */
  problem: ProblemText | null;
}

const NONE: never[] = [];

/** The sample in force. Only action postbacks have events in a scenario; others are shown without values. */
export function useSample(kind: PostbackKind): SampleChoice {
  const scenarios = useWorkspace(({ view }) => view?.scenarios ?? NONE);
  const world = useWorkspace(({ view }) => view?.settings.world);
  const chosen = useTemplates(({ sample }) => sample);
  const step = useTemplates((state) => state.step);
  return useMemo(() => {
    const good = kind === 'action' ? scenarios.filter(({ content }) => content !== null) : NONE;
    const none = { id: NO_SAMPLE, scenarios: good, samples: NONE, index: 0, current: null, problem: null };
    const shown = chosen === NO_SAMPLE ? undefined : (good.find(({ file }) => file === chosen) ?? good[0]);
    if (shown === undefined || shown.content === null || world === undefined) return none;
    try {
      const samples = samplesOf(shown.content, world);
      const index = Math.min(step, Math.max(samples.length - 1, 0));
      return { ...none, id: shown.file, samples, index, current: samples[index] ?? null };
    } catch (error) {
      return { ...none, id: shown.file, problem: problemOf(error) };
    }
  }, [scenarios, world, chosen, step, kind]);
}

/** How the workspace reads the names of one kind of postback, and where its receiver is. */
export function useRenderSettings(kind: PostbackKind): RenderSettings {
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const unknown = useWorkspace(({ view }) => view?.settings.sending.unknownPlaceholder ?? 'literal');
  const receiverBase = useReceiverAddress();
  return useMemo(() => {
    const catalogue = catalogueFor(kind, declared);
    return { known: (name: string) => catalogue.has(name), unknown, receiverBase };
  }, [kind, declared, unknown, receiverBase]);
}
