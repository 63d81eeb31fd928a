import { join } from 'node:path';
import { CHECK_FILE, type CheckConfig, checkConfigSchema } from '../../shared/checks/config.ts';
import type { SecretHeaders } from '../../shared/delivery/send-to.ts';
import { parseDuration } from '../../shared/domain/duration.ts';
import { PostbenchError } from '../../shared/errors.ts';
import type { WorkspaceView } from '../../shared/workspace/view.ts';

/** Options of `postbench check` that say what check.yaml says, and win over it. */
export interface CheckConfigOptions {
  to?: string;
  postback?: string;
  at?: string;
  secretHeaders?: SecretHeaders;
  state?: string;
  stateCommand?: string;
  stateResponse?: boolean;
  before?: string;
  beforeCommand?: string;
  set?: string[];
  secret?: string;
  only?: string;
  skip?: string;
  explore?: string;
  timeout?: string;
  settle?: string;
}

function wrong(message: string, remedy: string): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', message, { remedy });
}

/**
 * What check.yaml says; a file that cannot be read is an error, not a missing one. Throws
 * PB_ARGUMENT_INVALID with its place.
 */
export function fileConfig({ check: file, problems, folder }: WorkspaceView): CheckConfig | undefined {
  if (file === null) return undefined;
  if (file.content !== null) return file.content;
  const [first, ...others] = problems.filter((problem) => problem.file === CHECK_FILE);
  const also = others.map(({ line, message }) => `${line === null ? '' : `Line ${line}: `}${message}`);
  const message = [first?.message ?? `${CHECK_FILE} cannot be read.`, ...also].join(' ');
  throw new PostbenchError('PB_ARGUMENT_INVALID', message, {
    remedy: first?.remedy ?? 'Correct the file.',
    place: {
      file: join(folder, CHECK_FILE),
      line: first?.line ?? undefined,
      column: first?.column ?? undefined,
    },
  });
}

/** "5" is seconds; "500ms", "90s" and "1h" say their unit. Throws PB_ARGUMENT_INVALID. */
export function durationOption(text: string, option: string): number {
  const ms = /^\d+(?:\.\d+)?$/.test(text.trim()) ? Math.round(Number(text) * 1000) : parseDuration(text);
  if (ms === undefined)
    throw wrong(
      `${option} ${text} is not a duration.`,
      `Give seconds, or a unit: ${option} 5, 500ms, 90s or 1h.`,
    );
  return ms;
}

function timeoutOption(text: string): number {
  const ms = durationOption(text, '--timeout');
  if (ms === 0) throw wrong('--timeout 0: no response could be in time.', 'Give a longer one: --timeout 5');
  return ms;
}

/** What check.yaml says, with what the call says in its place. Throws PB_ARGUMENT_INVALID. */
export function configOf(options: CheckConfigOptions, file: CheckConfig | undefined): CheckConfig {
  const { to, postback, at, state, stateCommand, stateResponse, before, beforeCommand } = options;
  const base: CheckConfig = file ?? checkConfigSchema.parse({});
  if (to?.trim() === '')
    throw wrong('--to is empty.', 'Give the URL of your receiver: --to http://127.0.0.1:9000/postback');
  onlyOne({ '--to': to, '--postback': postback }, 'what is checked');
  onlyOne({ '--to': to, '--at': at }, 'the target: --at goes with a postback');
  onlyOne(
    {
      '--state': state,
      '--state-command': stateCommand,
      '--state-response': stateResponse === true ? '' : undefined,
    },
    'how records are seen',
  );
  onlyOne({ '--before': before, '--before-command': beforeCommand }, 'what registers a click');
  const target =
    to !== undefined || postback !== undefined ? { to, postback, at } : at !== undefined ? { at } : {};
  // Whatever the file says of fields and words stays in force.
  const { fields, statuses, money, rows, shared } = base.state ?? {};
  const mapping = { fields, statuses, money, rows, shared };
  const list = (text: string | undefined) =>
    text
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  return {
    ...base,
    ...target,
    ...(state !== undefined && { state: { url: state, method: 'GET' as const, headers: {}, ...mapping } }),
    ...(stateCommand !== undefined && { state: { command: stateCommand, ...mapping } }),
    ...(stateResponse === true && { state: { response: true as const, ...mapping } }),
    ...(before !== undefined && { before: { url: before, method: 'GET' as const, headers: {} } }),
    ...(beforeCommand !== undefined && { before: { command: beforeCommand } }),
    set: { ...base.set, ...setOf(options.set ?? []) },
    ...(options.secretHeaders !== undefined && { secretHeaders: options.secretHeaders }),
    ...(options.secret !== undefined && { secret: options.secret }),
    only: list(options.only) ?? base.only,
    skip: list(options.skip) ?? base.skip,
    ...(options.timeout !== undefined && { timeout: timeoutOption(options.timeout) }),
    ...(options.settle !== undefined && { settle: durationOption(options.settle, '--settle') }),
  };
}

function onlyOne(options: Record<string, string | undefined>, what: string): void {
  const given = Object.keys(options).filter((name) => options[name] !== undefined);
  if (given.length > 1) throw wrong(`${given.join(' and ')} both say ${what}.`, 'Use one of them.');
}

function setOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at <= 0) throw wrong(`--set ${pair} is not Name=value.`, 'Write it as --set SubId1=user-1.');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
