import { endpointNames } from '../receiver/endpoints/endpoint-schema.ts';
import type { Finding } from '../template/lint/finding.ts';
import { type LintOptions, lintPostback } from '../template/lint/lint.ts';
import { type Postback, postbackSchema } from '../template/postback.ts';
import type { WorkspaceSettings } from '../workspace/schema.ts';
import { NO_FILE, type PostbackSource, redirect, type SendTo } from './send-to.ts';

/** What templates may name. */
export type LintNames = Pick<LintOptions, 'declared' | 'secrets' | 'endpoints'>;

/** What the templates of a workspace may name. */
export function lintNames(
  { placeholders, endpoints }: Pick<WorkspaceSettings, 'placeholders' | 'endpoints'>,
  secrets: readonly string[],
): LintNames {
  return { declared: placeholders, secrets, endpoints: endpointNames(endpoints) };
}

/** What the linter finds in something that would be sent. */
export interface SourceFinding {
  /** The file of the postback; "--to" for a URL template in its place. */
  file: string;
  /** The postback's name; empty for a URL template. */
  name: string;
  finding: Finding;
  /** The text that it is about. */
  text: string;
}

/** The text of a postback that a finding is about. */
export function textOf({ url, headers, body }: Postback, field: Finding['field']): string {
  if (field === 'url') return url;
  return field === 'body' ? (body?.template ?? '') : (headers[field.slice('header:'.length)] ?? '');
}

/**
 * Errors and warnings in what would be sent: in the URL template that replaces postbacks, once, and in each enabled
 * postback that keeps its own. Errors come first.
 */
export function lintSources(
  sources: readonly PostbackSource[],
  to: SendTo | undefined,
  options: LintNames,
): SourceFinding[] {
  const written = new Map(sources.map(({ file, postback }) => [file, postback]));
  const sent = redirect(sources, to);
  const found = sent.flatMap(({ file, to: taken }) => {
    if (typeof taken === 'string') return [];
    // As it is written, which is what the places are about.
    const postback = written.get(file)!;
    return lint(postback, file, postback.name, options);
  });
  const template = sent.find(({ to: taken }) => typeof taken === 'string');
  const ofTemplate =
    template === undefined
      ? []
      : lint(postbackSchema.parse({ name: NO_FILE, url: template.postback.url }), NO_FILE, '', options);
  return [...ofTemplate, ...found].toSorted((a, b) => rank(a) - rank(b));
}

const rank = ({ finding }: SourceFinding) => (finding.severity === 'error' ? 0 : 1);

function lint(postback: Postback, file: string, name: string, options: LintNames): SourceFinding[] {
  return lintPostback(postback, options)
    .filter(({ severity }) => severity !== 'info')
    .map((finding) => ({ file, name, finding, text: textOf(postback, finding.field) }));
}
