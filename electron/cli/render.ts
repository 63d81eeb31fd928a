import { existsSync } from 'node:fs';
import { closest } from 'fastest-levenshtein';
import type { Scalar } from 'yaml';
import { EVENT_KINDS, type EventKind, sampleValues } from '../../shared/domain/samples.ts';
import { kindOfEvent } from '../../shared/domain/world-event.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { placeholdersFor } from '../../shared/placeholders/placeholder-registry.ts';
import type { Values } from '../../shared/placeholders/placeholder-values.ts';
import { writtenAddresses } from '../../shared/receiver/endpoints/local-url.ts';
import { secretOf } from '../../shared/secrets/name.ts';
import { placeholderNames } from '../../shared/template/parse.ts';
import { compilePostback, renderPostback, wireOf } from '../../shared/template/postback.ts';
import { toJson } from '../../shared/terminal-text.ts';
import { rulesFor } from '../../shared/workspace/rules.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';
import { readText } from '../engine/workspace/files.ts';
import { findWorkspaceFolder, Workspace } from '../engine/workspace/workspace.ts';
import { type Finding, YamlDocument } from '../engine/workspace/yaml-document.ts';
import type { CommandIo } from './io.ts';
import { postbackOf, type TemplateOptions, wrongArgument } from './template-argument.ts';
import { tellWhatIf } from './what-if.ts';

export interface RenderCommandOptions extends TemplateOptions {
  event?: string;
  set?: string[];
  /** A hypothetical response: prints what it would lead to, instead of the request. */
  if?: string;
  /** The body of that response. */
  ifBody?: string;
  start?: string;
  json?: boolean;
}

/** The values of an event as written in a file, so that 12.50 keeps its zero; null means no value. */
function valuesOfFile(path: string): Values {
  const document = new YamlDocument(readText(path), 'failsafe');
  const wrongFile = ({ offset, message, remedy }: Finding) => {
    const { line, col: column } = document.lines.linePos(offset);
    return new PostbenchError('PB_ARGUMENT_INVALID', `This is not a file of values: ${message}.`, {
      remedy: remedy ?? 'Use one "Name: value" per line, or a JSON object.',
      place: { file: path, line, column },
    });
  };
  const value = document.value((scalar) => (isNull(scalar) ? null : scalar.value));
  const [error] = document.errors;
  if (error !== undefined) throw wrongFile(error);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongFile({ offset: document.offsetOf([]), message: 'it contains no names' });
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]: [string, unknown]) => {
      if (one === null) return [];
      if (typeof one === 'string') return [[name, one]];
      throw wrongFile({ offset: document.offsetOf([name]), message: `"${name}" is not a single value` });
    }),
  );
}

function isNull({ type, value }: Scalar): boolean {
  return type === 'PLAIN' && /^(?:null|~)?$/i.test(String(value));
}

function eventOf(event: string): EventKind | undefined {
  return EVENT_KINDS.find((kind) => kind === event);
}

/** The workspace that contains a postback file, if it is valid. */
function workspaceOf(file: string | undefined): WorkspaceView | undefined {
  const folder = file === undefined ? undefined : findWorkspaceFolder(file);
  return folder === undefined ? undefined : new Workspace(folder).view;
}

function settingsOf(pairs: readonly string[]): Values {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1)
        throw wrongArgument(`--set ${pair} has no name or no value.`, 'Write it as --set SharedId=RT-1.');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** The postback file, even if it follows the values of --set, which otherwise consume everything after them. */
function fileAmong(
  set: readonly string[],
  file: string | undefined,
): { file?: string; set: readonly string[] } {
  const last = set.at(-1);
  if (file !== undefined || last === undefined || last.includes('=') || !existsSync(last)) {
    return file === undefined ? { set } : { file, set };
  }
  return { file: last, set: set.slice(0, -1) };
}

/** What a template renders to and what a response leads to are two questions with separate options. */
function refuseBesideIf(options: RenderCommandOptions): void {
  const beside = (['url', 'body', 'format', 'event', 'set'] as const).find(
    (name) => options[name] !== undefined,
  );
  if (beside === undefined) return;
  throw wrongArgument(
    `--${beside} and --if cannot be combined.`,
    'Use --if with a postback file, or alone for the rules of impact.com. Without --if the request is rendered.',
  );
}

/** A value of what neither the platform nor the template has is a slip: nobody would see that it is missing. */
function requireKnown(given: readonly string[], known: readonly string[], named: ReadonlySet<string>): void {
  const unknown = given.find((name) => !known.includes(name) && !named.has(name));
  if (unknown === undefined) return;
  throw wrongArgument(
    `--set: there is no placeholder {${unknown}}, and the template has none of that name.`,
    `Did you mean {${closest(unknown, [...known, ...named])}}?`,
  );
}

/** `postbench render`: the request that a template renders to. Exits 1 if its URL cannot be sent. */
export function render(path: string | undefined, options: RenderCommandOptions, io: CommandIo): number {
  const { file, set } = fileAmong(options.set ?? [], path);
  if (options.if !== undefined) {
    refuseBesideIf(options);
    const { if: answer, ifBody: body, start, json } = options;
    return tellWhatIf(file, { answer, body, start, json }, io);
  }
  if (options.start !== undefined) {
    throw wrongArgument(
      '--start says when a response is assumed to arrive.',
      'Use it with --if, as in --if 204.',
    );
  }
  if (options.ifBody !== undefined) {
    throw wrongArgument(
      '--if-body is the body of an assumed response.',
      'Use it with --if, as in --if 200 --if-body OK.',
    );
  }
  const postback = postbackOf(file, options);
  const { event: eventOrFile = 'tracked' } = options;
  const event = eventOf(eventOrFile);
  if (event === undefined && !existsSync(eventOrFile)) {
    throw wrongArgument(
      `--event ${eventOrFile} is neither an event nor a file.`,
      `Events: ${EVENT_KINDS.join(', ')}.`,
    );
  }
  const view = workspaceOf(file);
  const workspace = view?.settings;
  const kind = event === undefined ? postback.kind : kindOfEvent(event);
  const registry = placeholdersFor(kind, workspace?.placeholders);
  const texts = [postback.url, ...Object.values(postback.headers), postback.body?.template ?? ''];
  const named = new Set(texts.flatMap(placeholderNames));
  const given = settingsOf(set);
  requireKnown(Object.keys(given), [...registry.keys()], named);
  const values: Values = {
    ...(event === undefined
      ? valuesOfFile(eventOrFile)
      : sampleValues(event, workspace?.world, workspace?.placeholders)),
    ...given,
  };
  const known = (name: string) => registry.has(name) || Object.hasOwn(values, name);
  const request = renderPostback(compilePostback(postback), values, {
    known,
    unknown: workspace?.sending.unknownPlaceholder ?? 'literal',
    ...writtenAddresses(workspace?.endpoints ?? []),
    userAgent: view && rulesFor(view, postback).profile.userAgent,
  });
  for (const name of named) {
    if (!known(name) && secretOf(name) === undefined)
      io.err(`{${name}} is not a placeholder known for ${kind} postbacks.`);
  }
  const bodyOnly = file === undefined && options.url === undefined;
  const wire = wireOf(request);
  if (options.json) {
    const { method, url, headers, body } = request;
    io.out(toJson({ method, url: bodyOnly ? null : url, headers: Object.fromEntries(headers), body }, 2));
  } else if (bodyOnly) {
    io.out(request.body ?? '');
  } else if (wire.ok) {
    io.out(`${wire.head.replaceAll('\r\n', '\n').trimEnd()}${wire.body === '' ? '' : `\n\n${wire.body}`}`);
  }
  if (wire.ok) return 0;
  io.err(`The URL ${request.url} cannot be sent: ${wire.reason}.`);
  return 1;
}
