import type { StateConfig } from '../../../shared/checks/config.ts';
import type { GivenMapping } from '../../../shared/checks/records/find-mapping.ts';
import type { RenderSettings } from '../../../shared/template/postback.ts';
import { commandProbe } from './command-probe.ts';
import type { Probe } from './probe.ts';
import { commandTemplate } from './run-command.ts';
import type { RequestSender } from './send-request.ts';
import { urlProbe } from './url-probe.ts';

/**
 * How records are seen as check.yaml or the call says it; undefined without a probe, and where the response to the
 * postback is the record. Throws PB_ARGUMENT_INVALID for a wrong command.
 */
export function probeOf(
  state: StateConfig | undefined,
  settings: RenderSettings,
  sender: RequestSender,
  folder: string,
): Probe | undefined {
  if (state === undefined || 'response' in state) return undefined;
  if ('command' in state) return commandProbe(commandTemplate(state.command, '--state-command'), folder);
  return urlProbe(state, settings, sender);
}

/** The parts of the mapping that check.yaml sets. */
export function givenOf(state: StateConfig | undefined): GivenMapping {
  if (state === undefined) return {};
  const { fields, statuses, money, rows, shared } = state;
  const lower =
    statuses &&
    Object.fromEntries(Object.entries(statuses).map(([word, status]) => [word.trim().toLowerCase(), status]));
  return { fields, statuses: lower, money: money ?? {}, rows, shared };
}
