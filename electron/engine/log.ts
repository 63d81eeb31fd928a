import { pino } from 'pino';
import { mask, maskDeep } from '../../shared/secrets/mask.ts';
import { isLogLevel, type LogLevel } from '../../shared/settings.ts';
import { logFile, RotatingFile } from './log-file.ts';

/** What is told beside a line's sentence; an error under `error`. Secrets are masked. */
export type LogDetails = Record<string, unknown>;

/** Where Postbench says what it does and what went wrong. Never throws, never waits for a reader. */
export interface Log {
  debug(sentence: string, details?: LogDetails): void;
  info(sentence: string, details?: LogDetails): void;
  warn(sentence: string, details?: LogDetails): void;
  error(sentence: string, details?: LogDetails): void;
  fatal(sentence: string, details?: LogDetails): void;
  /** The level of the settings, in force unless the command or the environment gave one. */
  setDefaultLevel(level: LogLevel): void;
  /** Texts that no line may contain, asked at each: values of secrets. */
  hide(texts: () => readonly string[]): void;
}

const nothing = () => {};
/** For tests and for what keeps no data. */
export const SILENT_LOG: Log = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
  setDefaultLevel: nothing,
  hide: nothing,
};

/**
 * Writes lines of JSON to a data folder's log. `host` names the program in each line, such as serve or desktop;
 * `level` is that of --log-level, before which POSTBENCH_LOG_LEVEL and the settings count for nothing.
 */
export function openLog(dataFolder: string, host: string, level?: string): Log {
  const given = [level, process.env.POSTBENCH_LOG_LEVEL].find(isLogLevel);
  const logger = pino(
    {
      level: given ?? 'info',
      base: { pid: process.pid, host },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    new RotatingFile(logFile(dataFolder)),
  );
  let hidden: () => readonly string[] = () => [];
  const write =
    (method: 'debug' | 'info' | 'warn' | 'error' | 'fatal') =>
    (sentence: string, details: LogDetails = {}): void => {
      if (!logger.isLevelEnabled(method)) return;
      try {
        const texts = hidden();
        logger[method](maskDeep(details, texts) as object, mask(sentence, texts));
      } catch {
        // A getter that throws, for example: what is logged must not end what logs it.
      }
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
    setDefaultLevel: (inSettings) => {
      if (given === undefined) logger.level = inSettings;
    },
    hide: (texts) => {
      hidden = texts;
    },
  };
}

/**
 * Lets the log have the warnings of the process, and its last words where an error that nobody caught ends it.
 * Returns what stops it.
 */
export function logUncaught(log: Log): () => void {
  const tell = (error: unknown, origin: string) =>
    log.fatal('The process is ending because of an uncaught error.', { error, origin });
  const warn = (error: Error) => log.warn('The process was warned.', { error });
  process.on('uncaughtExceptionMonitor', tell);
  process.on('warning', warn);
  return () => {
    process.off('uncaughtExceptionMonitor', tell);
    process.off('warning', warn);
  };
}
