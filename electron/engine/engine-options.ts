import type { AskToRun } from './checks/confirmed-commands.ts';
import type { Log } from './log.ts';

export interface EngineOptions {
  dataFolder: string;
  /** The folder with secrets.json; the data folder without it. */
  secretsFolder?: string | undefined;
  /** Whether the data folder is removed afterwards, so that the store need not be durable. */
  temporary?: boolean | undefined;
  /** Folder of the workspace to open; by default the last one, or else the user's copy of the sample. */
  workspace?: string | undefined;
  /** Port of the receiver; "default" is 7300 or the next free one. */
  port: number | 'default';
  /** Whether the workspace's endpoints take any free port while theirs is taken: for an engine that nobody else sends to. */
  orAnyPort?: boolean | undefined;
  /** Statuses that the receiver responds with in turn, the last one repeated. */
  responses?: readonly number[] | undefined;
  /** Requests per real second to receivers other than ours; overrides the workspace's. */
  ceiling?: number | undefined;
  /** Called with errors that no caller awaits; they are also logged. */
  onError?: (error: unknown) => void;
  /** Asks outside the page whether a command of check.yaml may run; without it, only a terminal can confirm one. */
  askToRun?: AskToRun | undefined;
  /** The log; without it, nothing is logged. */
  log?: Log | undefined;
}
