import { resolve } from 'node:path';
import { lintNames, lintSources, type SourceFinding } from '../../../shared/delivery/lint-sources.ts';
import { NO_FILE, type PostbackSource, type SendTo } from '../../../shared/delivery/send-to.ts';
import { type Place, PostbenchError, placeText } from '../../../shared/errors.ts';
import { firedKinds } from '../../../shared/scenario/fired-kinds.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import type { Finding, LintField } from '../../../shared/template/lint/finding.ts';
import { positionOf } from '../../../shared/template/parse.ts';
import type { WorkspaceView } from '../../../shared/workspace/view.ts';
import { readText } from '../workspace/files.ts';
import { placesOfText } from '../workspace/scalar-places.ts';

/** Where each text of a postback is in its YAML. */
export function pathOfField(field: LintField): string[] {
  if (field === 'url') return ['url'];
  return field === 'body' ? ['body', 'template'] : ['headers', field.slice('header:'.length)];
}

/** The file, line and column of a finding; for a URL template, the place in it. */
export function placeOfFinding({ file, finding, text }: SourceFinding, folder: string): Place {
  const { field, start } = finding;
  if (file === NO_FILE) return { file, ...positionOf(text, start) };
  const path = resolve(folder, file);
  try {
    return { file, ...placesOfText(readText(path), pathOfField(field))(start) };
  } catch {
    // It was removed meanwhile.
    return { file };
  }
}

/** "postbacks/acme.yaml:4:10: warning url-unescaped: …" */
export function findingLine(found: SourceFinding, folder: string): string {
  const { severity, code, message, remedy } = found.finding;
  return `${placeText(placeOfFinding(found, folder))}: ${severity} ${code}: ${message} ${remedy}`;
}

/** What the linter finds in what a scenario would send from a workspace; errors first. */
export function lintScenario(
  scenario: Pick<Scenario, 'steps'>,
  { postbacks, settings }: WorkspaceView,
  to: SendTo | undefined,
  secrets: readonly string[],
): SourceFinding[] {
  const kinds = firedKinds(scenario);
  const sources = postbacks.flatMap(({ file, content }): PostbackSource[] =>
    content === null || !kinds.has(content.kind) ? [] : [{ file, postback: content }],
  );
  return lintSources(sources, to, lintNames(settings, secrets));
}

/** Throws PB_POSTBACK_INVALID with the place of the first error. */
export function requireNoErrors(found: readonly SourceFinding[], folder: string): void {
  const errors = found.filter(({ finding }) => finding.severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length === 1 ? '' : ` ${errors.length - 1} more.`;
  const { code, message, remedy }: Finding = first.finding;
  throw new PostbenchError('PB_POSTBACK_INVALID', `${code}: ${message}${more}`, {
    remedy,
    place: placeOfFinding(first, folder),
  });
}
