import type { World } from '../domain/program.ts';
import type { Millis } from '../domain/time.ts';
import { type Place, PostbenchError } from '../errors.ts';
import type { Happening } from '../world/happening.ts';
import { MemoryThings } from '../world/memory-things.ts';
import { passDates } from '../world/perform.ts';
import { agendaOf, segmentsOf } from './agenda.ts';
import { ScenarioPlayer } from './player.ts';
import { referencesOf } from './references.ts';
import type { Scenario, Step } from './schema.ts';
import { stepText } from './steps.ts';

/** What one step of a preview brought about, with what the calendar did until then. */
export interface PreviewedStep {
  /** Its place among all steps, from 0. */
  index: number;
  step: Step;
  happened: Happening[];
}

/**
 * What all steps of a scenario bring about, in their order of time, for previews: nothing is sent or stored. Each
 * happens at the earliest time that it can, since how long deliveries take is not known. So what fails here fails in
 * every run. Throws as stepError says; `placeOf` tells where a step stands. Of a repetition, `most` things are
 * played; all of them without it.
 */
export function previewScenario(
  scenario: Scenario,
  world: World,
  start: Millis,
  seed: number,
  options: { placeOf?: (step: number) => Place | undefined; most?: number } = {},
): PreviewedStep[] {
  const { placeOf, most = Number.POSITIVE_INFINITY } = options;
  const steps =
    most === Number.POSITIVE_INFINITY ? scenario.steps : scenario.steps.map((step) => atMost(step, most));
  const things = new MemoryThings(seed);
  const player = new ScenarioPlayer(world, things);
  const previewed: PreviewedStep[] = [];
  let now = start;
  for (const segment of segmentsOf(steps)) {
    for (const item of agendaOf({ steps }, segment, { start, now, seed })) {
      now = Math.max(now, item.at);
      const step = steps[item.step]!;
      try {
        const passed = passDates(things, item.at);
        previewed.push({ index: item.step, step, happened: [...passed, ...player.play(item, step)] });
      } catch (error) {
        throw stepError(scenario, item.step, player, error, placeOf?.(item.step));
      }
    }
  }
  return previewed;
}

function atMost(step: Step, most: number): Step {
  return 'repeat' in step
    ? { ...step, repeat: { ...step.repeat, times: Math.min(most, step.repeat.times) } }
    : step;
}

/**
 * What a step threw, as PB_SCENARIO_INVALID: which step, of which action by its name in the file, where it stands,
 * and what to do. Anything but an error of ours is returned as it is.
 */
export function stepError(
  { steps }: Pick<Scenario, 'steps'>,
  index: number,
  player: ScenarioPlayer,
  error: unknown,
  place: Place | undefined,
): unknown {
  if (!(error instanceof PostbenchError)) return error;
  const step = steps[index]!;
  const name = referencesOf(step)[0]?.id;
  const id = name === undefined ? undefined : player.actionIdOf(name);
  const why = id === undefined ? error.message : error.message.replace(id, `"${name}"`);
  return new PostbenchError('PB_SCENARIO_INVALID', `Step ${index + 1}, ${stepText(step).title}: ${why}`, {
    remedy: error.remedy,
    place,
  });
}
