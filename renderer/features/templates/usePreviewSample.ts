import { useMemo } from 'react';
import type { Capture } from '../../../shared/contract/captures.ts';
import type { WorkspaceFile } from '../../../shared/contract/workspace.ts';
import type { World } from '../../../shared/domain/program.ts';
import { eventLabel } from '../../../shared/domain/world-event.ts';
import { bodyText, utf8OfLatin1 } from '../../../shared/http/body-text.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import {
  type Placeholder,
  type PostbackKind,
  placeholdersFor,
} from '../../../shared/placeholders/placeholder-registry.ts';
import {
  madeUpSamples,
  type Sample,
  type SampleSwitches,
  samplesFor,
  samplesOfAction,
} from '../../../shared/scenario/samples.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { CompiledPostback, RenderSettings } from '../../../shared/template/postback.ts';
import { readBack } from '../../../shared/template/read-back.ts';
import { fromBase64 } from '../../lib/bytes.ts';
import { type ProblemText, problemOf } from '../../lib/problem.ts';
import { useWorkspace } from '../../state/workspace.ts';
import {
  actionKeyOf,
  actionSample,
  captureSample,
  MADE_UP,
  NO_SAMPLE,
  TYPED,
  type Typed,
  useSelectedSample,
  useTyped,
} from './sample-choice.ts';
import { useTemplatesView } from './templates-view.ts';
import { type ActionSource, lineKey, type Remote, useRemoteSample } from './useRemoteSample.ts';

/** Where values come from: its states, and what is to be said of it. */
interface Source {
  id: string;
  name: string;
  samples: readonly Sample[];
  /** Why there are no values. */
  problem: ProblemText | null;
  /** What is not as one may think, in a sentence; '' when nothing. */
  note: string;
  /** Where the value of a placeholder comes from, in words. */
  originOf: (name: string, sample: Sample | null) => string;
}

/** What the previews are filled with. */
export interface SampleChoice extends Omit<Source, 'originOf'> {
  choose: (id: string) => void;
  /** The scenarios that have something of the kind. */
  scenarios: readonly { file: string; name: string }[];
  /** Which of the samples is shown, from 0. */
  index: number;
  current: Sample | null;
  /** The placeholders that mean something here, by name. */
  registry: ReadonlyMap<string, Placeholder>;
  originOf: (name: string) => string;
}

const NONE: never[] = [];

function inStep(source: string) {
  return (name: string, sample: Sample | null): string => {
    if (sample === null) return source;
    return sample.madeUp === true
      ? `made up after ${source}: ${name} of ${sample.label}`
      : `${source}: ${name} of ${sample.label}`;
  };
}

function source(id: string, name: string, samples: readonly Sample[], part: Partial<Source> = {}): Source {
  return { id, name, samples, problem: null, note: '', originOf: inStep(name), ...part };
}

function ofScenario(
  { file, content }: WorkspaceFile<Scenario>,
  world: World,
  kind: PostbackKind,
  switches: SampleSwitches,
): Source[] {
  if (content === null) return [];
  const { name } = content;
  try {
    const samples = samplesFor(content, world, kind, switches);
    // One in which nothing of the kind happens is no sample of it.
    return samples.some(({ madeUp }) => madeUp !== true) || (kind === 'clearing' && samples.length > 0)
      ? [source(file, name, samples)]
      : [];
  } catch (error) {
    return kind === 'action' ? [source(file, name, NONE, { problem: problemOf(error) })] : [];
  }
}

function useSwitches(): SampleSwitches {
  const approvalFires = useWorkspace(({ view }) => view?.settings.sending.approvalFires);
  const reversalValues = useWorkspace(({ view }) => view?.settings.sending.reversalValues);
  const moneyDigits = useWorkspace(({ view }) => view?.settings.sending.moneyDigits);
  return useMemo(
    () => ({ approvalFires, reversalValues, moneyDigits }),
    [approvalFires, reversalValues, moneyDigits],
  );
}

/** What the scenarios of the workspace bring about; played again only when files have changed. */
function useScenarios(kind: PostbackKind): Source[] {
  const scenarios = useWorkspace(({ view }) => view?.scenarios ?? NONE);
  const world = useWorkspace(({ view }) => view?.settings.world);
  const switches = useSwitches();
  return useMemo(
    () =>
      world === undefined ? [] : scenarios.flatMap((scenario) => ofScenario(scenario, world, kind, switches)),
    [scenarios, world, kind, switches],
  );
}

/** The samples of a kind that no scenario is needed for. */
function useMadeUp(kind: PostbackKind): Source {
  const world = useWorkspace(({ view }) => view?.settings.world);
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const switches = useSwitches();
  return useMemo(() => {
    const samples = world === undefined ? NONE : madeUpSamples(kind, world, declared, switches);
    return source(MADE_UP, 'Made-up events', samples);
  }, [kind, world, declared, switches]);
}

function ofAction({ view, sent }: ActionSource, kind: PostbackKind, switches: SampleSwitches): Source {
  const { key, action } = view;
  const samples = samplesOfAction(view, kind, switches, (entry) =>
    sent.get(lineKey({ event: entry.kind, at: entry.at })),
  );
  const note = samples.length === 0 ? 'No event of this action fires this kind of postback.' : '';
  return source(actionSample(key), `Action ${action.id}`, samples, { note });
}

function ofCapture(capture: Capture, compiled: CompiledPostback, settings: RenderSettings): Source {
  const { id, headers, body, decodedBody, delivery, state } = capture;
  const target = utf8OfLatin1(capture.target);
  const contentType = headerOf(headers, 'content-type') ?? '';
  const { text, guessed } = bodyText(fromBase64(decodedBody ?? body), contentType);
  const utf8 = !guessed;
  const read = readBack(compiled, { target, headers, body: text }, settings);
  const values = Object.fromEntries(
    read.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const])),
  );
  const unknown = read.filter(({ certainty }) => certainty === 'unknown');
  const likely = read.filter(({ certainty }) => certainty === 'likely');
  const listed = (names: readonly { name: string; why: string }[]) =>
    names
      .slice(0, 3)
      .map(({ name, why }) => `${name} (${why})`)
      .concat(names.length > 3 ? [`${names.length - 3} more`] : [])
      .join(', ');
  const notes = [
    unknown.length === 0 ? '' : `Unknown from this capture: ${listed(unknown)}.`,
    likely.length === 0 ? '' : `Uncertain: ${listed(likely)}.`,
    utf8 ? '' : 'The body is not UTF-8; it was decoded as Latin-1.',
    state === 'complete' ? '' : 'The request is incomplete.',
  ];
  const label = delivery === null ? `Capture ${id}` : eventLabel(delivery.event);
  const event = delivery?.event ?? 'tracked';
  const sample = { step: 0, label, detail: `${capture.method} ${target}`, event, values };
  return source(captureSample(id), `Capture ${id}`, [sample], {
    note: notes.filter((note) => note !== '').join(' '),
    originOf: (name) => {
      const found = read.find((one) => one.name === name);
      return `capture ${id}, ${found?.field ?? ''}${found?.certainty === 'likely' ? `; uncertain: ${found.why}` : ''}`;
    },
  });
}

/** The value that a placeholder has while nothing was typed for it: the registry's example. */
export function typedValue(
  typed: Typed,
  name: string,
  registry: ReadonlyMap<string, Placeholder>,
): string | null {
  const given = Object.hasOwn(typed, name) ? typed[name] : undefined;
  return given === undefined ? (registry.get(name)?.example ?? null) : given;
}

function ofTyped(typed: Typed, registry: ReadonlyMap<string, Placeholder>): Source {
  const names = [...new Set([...registry.keys(), ...Object.keys(typed)])];
  const values = Object.fromEntries(
    names.flatMap((name) => {
      const value = typedValue(typed, name, registry);
      return value === null ? [] : [[name, value] as const];
    }),
  );
  const sample = { step: 0, label: 'Typed', detail: 'typed values', event: 'tracked' as const, values };
  return source(TYPED, 'Typed values', [sample], {
    originOf: (name) => (Object.hasOwn(typed, name) ? 'typed' : 'documented example'),
  });
}

const GONE: Record<'action' | 'capture' | 'scenario', string> = {
  action: 'The selected action no longer exists.',
  capture: 'The selected capture no longer exists.',
  scenario: 'The selected scenario no longer exists, or has no events of this kind.',
};

/** The sample in force, made of what was chosen; what is gone gives way to the first one that is good, with a note. */
export function usePreviewSample(compiled: CompiledPostback, settings: RenderSettings): SampleChoice {
  const { kind } = compiled.postback;
  const [chosen, choose] = useSelectedSample(kind);
  const step = useTemplatesView((state) => state.step);
  const scenarios = useScenarios(kind);
  const madeUp = useMadeUp(kind);
  const remote = useRemoteSample(chosen);
  const switches = useSwitches();
  const [typed] = useTyped();
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const registry = useMemo(() => placeholdersFor(kind, declared), [kind, declared]);
  // Only a capture is read through the template; all else stays as it is while one types.
  const through = remote.state === 'capture' ? compiled : null;
  const found = useMemo((): Source => {
    const known = [...scenarios, madeUp].find(({ id }) => id === chosen);
    if (known !== undefined) return known;
    if (chosen === NO_SAMPLE) return source(NO_SAMPLE, 'No values yet', NONE);
    if (chosen === TYPED) return ofTyped(typed, registry);
    const first = scenarios.find(({ problem }) => problem === null) ?? madeUp;
    if (chosen === null) return first;
    return ofRemote(remote, chosen, first, (ready) =>
      ready.state === 'action'
        ? ofAction(ready.source, kind, switches)
        : ofCapture(ready.capture, through!, settings),
    );
  }, [scenarios, madeUp, chosen, typed, registry, remote, through, settings, kind, switches]);
  return useMemo(() => {
    const { samples, originOf, ...rest } = found;
    const index = Math.min(step, Math.max(samples.length - 1, 0));
    const current = samples[index] ?? null;
    return {
      ...rest,
      samples,
      index,
      current,
      choose,
      scenarios: scenarios.map(({ id, name }) => ({ file: id, name })),
      registry,
      originOf: (name: string) => originOf(name, current),
    };
  }, [found, step, scenarios, registry, choose]);
}

type Ready = Extract<Remote, { state: 'action' | 'capture' }>;

function ofRemote(remote: Remote, chosen: string, first: Source, make: (ready: Ready) => Source): Source {
  if (remote.state === 'action' || remote.state === 'capture') return make(remote);
  if (remote.state === 'loading') return source(chosen, 'Loading…', NONE);
  const what = remote.state === 'none' ? 'scenario' : actionKeyOf(chosen) === null ? 'capture' : 'action';
  return { ...first, note: `${GONE[what]} Showing ${first.name} instead.` };
}
