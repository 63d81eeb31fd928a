import type { World } from '../domain/program.ts';
import type { Millis } from '../domain/time.ts';
import { type Place, PostbenchError } from '../errors.ts';
import type { DomainEvent } from '../world/domain-event.ts';
import { MemoryThings } from '../world/memory-things.ts';
import { passDates } from '../world/perform.ts';
import { agendaOf, segmentsOf } from './agenda.ts';
import { ScenarioPlayer } from './player.ts';
import { referencesOf } from './references.ts';
import type { Scenario, Step } from './schema.ts';
import { stepText } from './steps.ts';

/** The effects of one step of a preview, including those of the calendar until then. */
export interface PreviewedStep {
  /** Its index among all steps, from 0. */
  index: number;
  step: Step;
  happened: DomainEvent[];
}

/**
 * The effects of all steps of a scenario, in order of time, for previews: nothing is sent or stored. Each
 * happens at the earliest time that it can, since how long deliveries take is not known. So what fails here fails in
 * every run. Throws the errors of stepError; `placeOf` returns the place of a step, or
 * of what in it an error is about. Of a repetition, `most` things are
 * played, or all of them if omitted.
 */
export function previewScenario(
  scenario: Scenario,
  world: World,
  start: Millis,
  seed: number,
  options: { placeOf?: (step: number, error: unknown) => Place | undefined; most?: number } = {},
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
        throw stepError(scenario, item.step, player, error, placeOf?.(item.step, error));
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
 * What a step threw, as PB_SCENARIO_INVALID: which step, of which action by its name in the file, its place,
 * and what to do. Anything but one of our errors is returned unchanged.
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
