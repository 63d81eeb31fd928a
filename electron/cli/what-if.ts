import { findProfile, PROFILES, rulesOf } from '../../shared/delivery/profiles/all.ts';
import type { DeliveryRules } from '../../shared/delivery/rules.ts';
import { type WhatIf, whatIf } from '../../shared/delivery/what-if.ts';
import { NO_RESPONSES, parseWhatIfResponse } from '../../shared/delivery/what-if-response.ts';
import { whatIfLines } from '../../shared/delivery/what-if-text.ts';
import { SAMPLE_SEED } from '../../shared/domain/samples.ts';
import { isoInZone, parseTime } from '../../shared/domain/time.ts';
import { PostbenchError, placeText } from '../../shared/errors.ts';
import { toJson } from '../../shared/terminal-text.ts';
import { profileId, rulesFor } from '../../shared/workspace/rules.ts';
import { findWorkspaceFolder, readPostback, Workspace } from '../engine/workspace/workspace.ts';
import type { CommandIo } from './io.ts';

interface WhatIfOptions {
  /** A status, or a way in which no response comes. */
  answer: string;
  /** The body of a response that has a status. */
  body: string | undefined;
  start: string | undefined;
  json: boolean | undefined;
}

/** `postbench render --if`: what a response would lead to. Exits 0 if it is accepted, otherwise 1. */
export function tellWhatIf(
  file: string | undefined,
  { answer, body, start, json = false }: WhatIfOptions,
  io: CommandIo,
): number {
  const supposed = parseWhatIfResponse(answer, body);
  if (supposed === undefined) {
    throw new PostbenchError('PB_ARGUMENT_INVALID', `--if ${answer} is not a response.`, {
      remedy: `Use a status from 200 to 599, or one of ${NO_RESPONSES.join(', ')}.`,
    });
  }
  if (body !== undefined && !('status' in supposed)) {
    throw new PostbenchError('PB_ARGUMENT_INVALID', `--if ${answer} is not a response, so it has no body.`, {
      remedy: 'Leave --if-body out, or use a status, as in --if 200 --if-body OK.',
    });
  }
  const at = start === undefined ? Date.now() : parseTime(start);
  const { rules, zone } = rulesOfFile(file, io);
  const told = whatIf(rules, supposed, at, { seed: SAMPLE_SEED, key: 'what if' });
  if (json) io.out(toJson(asJson(told, at), 2));
  else for (const line of whatIfLines(told, at, (time) => isoInZone(time, zone))) io.out(line);
  return told.accepted ? 0 : 1;
}

/** The rules of a postback's workspace and its program's time zone; without a workspace, those of impact.com. */
function rulesOfFile(file: string | undefined, io: CommandIo): { rules: DeliveryRules; zone: string } {
  const postback = file === undefined ? undefined : readPostback(file);
  const folder = file === undefined ? undefined : findWorkspaceFolder(file);
  if (folder === undefined) {
    const { successResponse, errorResponse } = postback ?? {};
    return { rules: { ...rulesOf(PROFILES[0]!), successResponse, errorResponse }, zone: 'UTC' };
  }
  const { view } = new Workspace(folder);
  const rules = rulesFor(view, postback ?? {});
  const { profile: wanted } = view.settings.sending;
  const own = view.profiles.find((profile) => profileId(profile.file) === wanted);
  if (own === undefined ? findProfile(wanted) === undefined : own.content === null) {
    for (const { file: place, line, message } of view.problems) {
      if (place !== own?.file && !message.includes(`"${wanted}"`)) continue;
      io.err(`${placeText({ file: place, line: line ?? undefined })}: ${message}`);
    }
    io.err(`The profile "${wanted}" cannot be used; using the rules of ${rules.profile.name} hold.`);
  }
  return { rules, zone: view.settings.world.programs[0]?.timeZone ?? 'UTC' };
}

function asJson({ accepted, sentence, attempts, end }: WhatIf, start: number) {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    accepted,
    sentence,
    attempts: attempts.map(({ number, at, parts }) => ({ number, at: iso(at), after: at - start, parts })),
    end: { type: end.type, at: end.at === null ? null : iso(end.at), sentence: end.sentence },
  };
}
