import { useMemo } from 'react';
import { type Destination, destinationsOf } from '../../shared/delivery/destination.ts';
import type { PostbackTrigger } from '../../shared/delivery/fired-postbacks.ts';
import { lintSources, type SourceFinding } from '../../shared/delivery/lint-sources.ts';
import { firedTo, type PostbackSource, secretHeadersSentTo } from '../../shared/delivery/send-to.ts';
import { endpointNames } from '../../shared/receiver/endpoints/endpoint-schema.ts';
import { firedKinds } from '../../shared/scenario/fired-kinds.ts';
import type { Scenario } from '../../shared/scenario/schema.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';
import { focusField } from '../lib/focus.ts';
import { useLocalAddresses, useSecretNames } from './engine.ts';
import { notify } from './notify.ts';
import { isOrigin, type To, toOf, useRunOptions } from './run-options.ts';
import { useWorkspace } from './workspace.ts';

const NONE: never[] = [];
const NO_SWITCHES = { approvalFires: false };

/** The postbacks of a workspace that can be read. */
export function sourcesOf(view: WorkspaceView | null): PostbackSource[] {
  return (view?.postbacks ?? NONE).flatMap(({ file, content }) =>
    content === null ? NONE : [{ file, postback: content }],
  );
}

/** The headers that look like secrets and would go to another origin. */
export function secretHeadersAt(view: WorkspaceView | null, { toMode, atOrigin }: To): string[] {
  if (toMode !== 'at' || !isOrigin(atOrigin)) return NONE;
  return secretHeadersSentTo(
    sourcesOf(view).filter(({ postback }) => postback.enabled),
    atOrigin,
  );
}

/** What is still to be said before anything may be sent, as a sentence, and the field where it is said. */
export function lackOf(view: WorkspaceView | null, to: To): { sentence: string; field: string } | null {
  if (to.toMode === 'own' && to.toUrl.trim() === '')
    return { sentence: 'Enter your receiver’s URL next to To, or select another target.', field: TO_URL };
  if (to.toMode === 'at' && !isOrigin(to.atOrigin))
    return { sentence: 'Enter the origin next to To, such as http://127.0.0.1:9000.', field: AT_ORIGIN };
  if (to.secretHeaders === null && secretHeadersAt(view, to).length > 0)
    return {
      sentence: 'Choose whether headers that look like secrets are sent to that origin.',
      field: SECRET_CHOICE,
    };
  return null;
}

/** Ids of the fields that say where postbacks go. */
export const TO_URL = 'simulator-to-url';
export const AT_ORIGIN = 'simulator-at-origin';
export const SECRET_CHOICE = 'simulator-secret-headers';

/** The same for components; null where nothing is lacking. */
export function useLack(): ReturnType<typeof lackOf> {
  const view = useWorkspace((state) => state.view);
  const to = useRunOptions();
  return useMemo(() => lackOf(view, to), [view, to]);
}

/** Says what is lacking and moves the focus there; returns true if something is. */
export function asksForTo(): boolean {
  const lack = lackOf(useWorkspace.getState().view, useRunOptions.getState());
  if (lack === null) return false;
  notify.say(lack.sentence);
  focusField(lack.field);
  return true;
}

/** Where the postbacks that an event fires really go, by the rule that the engine sends by. */
export function useDestinations(trigger: PostbackTrigger): Destination[] {
  const view = useWorkspace((state) => state.view);
  const options = useRunOptions();
  const local = useLocalAddresses();
  const { event, programId, eventTypeId } = trigger;
  return useMemo(
    () =>
      destinationsOf(
        firedTo(
          { event, programId, eventTypeId },
          sourcesOf(view),
          toOf(options),
          view?.settings.sending ?? NO_SWITCHES,
        ),
        local,
      ),
    [view, options, local, event, programId, eventTypeId],
  );
}

/**
 * Errors and warnings of the linter in what would be sent: for a scenario in its postbacks too, by hand in a URL alone.
 * Errors come first.
 */
export function useSentFindings(scenario: Scenario | null): SourceFinding[] {
  const view = useWorkspace((state) => state.view);
  const options = useRunOptions();
  const secrets = useSecretNames();
  return useMemo(() => {
    const kinds = scenario === null ? new Set<string>() : firedKinds(scenario);
    const sources = sourcesOf(view).filter(({ postback }) => kinds.has(postback.kind));
    return lintSources(sources, toOf(options), {
      ...(view === null
        ? {}
        : { declared: view.settings.placeholders, endpoints: endpointNames(view.settings.endpoints) }),
      ...(secrets === undefined ? {} : { secrets }),
    });
  }, [view, options, secrets, scenario]);
}
