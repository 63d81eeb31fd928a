import { type LintNames, lintNames } from '../../shared/delivery/lint-sources.ts';
import type { PostbackKind } from '../../shared/placeholders/placeholder-registry.ts';
import type { Finding, LintField } from '../../shared/template/lint/finding.ts';
import { lintPostback } from '../../shared/template/lint/lint.ts';
import { positionOf } from '../../shared/template/parse.ts';
import { toJson } from '../../shared/terminal-text.ts';
import { readText } from '../engine/workspace/files.ts';
import { placesOfText, type TextPlace } from '../engine/workspace/scalar-places.ts';
import { findWorkspaceFolder, Workspace } from '../engine/workspace/workspace.ts';
import type { CommandIo } from './io.ts';
import { machineSecrets } from './machine-secrets.ts';
import { postbackOf, type TemplateOptions, wrongArgument } from './template-argument.ts';

export interface LintCommandOptions extends TemplateOptions {
  kind?: PostbackKind;
  json?: boolean;
}

/** Where each text of a postback is in its file. */
function placesIn(file: string): (field: LintField) => TextPlace {
  const source = readText(file);
  const known = new Map<LintField, TextPlace>();
  return (field) => {
    const place = known.get(field) ?? placesOfText(source, pathOf(field));
    known.set(field, place);
    return place;
  };
}

/** Where a field is in a postback's file. */
function pathOf(field: LintField): string[] {
  if (field === 'url') return ['url'];
  return field === 'body' ? ['body', 'template'] : ['headers', field.slice('header:'.length)];
}

/** What a template may name in the workspace that contains a file; without a valid workspace, only what is always there. */
function namesFor(file: string | undefined, secrets: readonly string[]): LintNames {
  const folder = file === undefined ? undefined : findWorkspaceFolder(file);
  const nothing = { placeholders: [], endpoints: [] };
  return lintNames(folder === undefined ? nothing : new Workspace(folder).view.settings, secrets);
}

function nameOf(field: LintField): string {
  if (field === 'url') return 'the URL';
  return field === 'body' ? 'the body' : `the header ${field.slice('header:'.length)}`;
}

/**
 * `postbench lint`: what would break in a template, or may be unintended. Exits 1 if there is an error; warnings and
 * information alone exit 0.
 */
export function lint(file: string | undefined, options: LintCommandOptions, io: CommandIo): number {
  const { kind, json, ...template } = options;
  const postback = postbackOf(file, template);
  if (file !== undefined && kind !== undefined && kind !== postback.kind) {
    throw wrongArgument(
      `--kind ${kind} and the file's kind, ${postback.kind}, do not match.`,
      'Leave --kind out: the file already says it.',
    );
  }
  const secrets = machineSecrets(undefined, io);
  const withUrl = file !== undefined || options.url !== undefined;
  const found = lintPostback(
    { ...postback, kind: kind ?? postback.kind },
    { ...namesFor(file, secrets.view().names), url: withUrl },
  );
  const texts = new Map<LintField, string>([
    ['url', postback.url],
    ['body', postback.body?.template ?? ''],
    ...Object.entries(postback.headers).map(([name, value]) => [`header:${name}`, value] as const),
  ]);
  const inFile = file === undefined ? undefined : placesIn(file);
  const placeOf = ({ field, start }: Finding) =>
    inFile === undefined ? positionOf(texts.get(field) ?? '', start) : inFile(field)(start);
  const diagnostics = found.map((one) => {
    const { code, severity, message, remedy, field, fix } = one;
    return { code, severity, message, remedy, ...placeOf(one), field, fix: fix?.title ?? null };
  });
  if (json === true) {
    io.out(toJson({ diagnostics }, 2));
  } else {
    for (const { code, severity, message, remedy, line, column, field } of diagnostics) {
      const where = file === undefined ? `${nameOf(field)}, ` : `${file}:`;
      io.out(`${where}${line}:${column}: ${severity} ${code}: ${message} ${remedy}`);
    }
    const count = (severity: Finding['severity']) => found.filter((one) => one.severity === severity).length;
    const counted = (severity: 'error' | 'warning') =>
      `${count(severity)} ${severity}${count(severity) === 1 ? '' : 's'}`;
    io.err(
      found.length === 0
        ? 'No problems found.'
        : `${counted('error')}, ${counted('warning')}, ${count('info')} for information.`,
    );
  }
  return found.some(({ severity }) => severity === 'error') ? 1 : 0;
}
