import { pino } from 'pino';
import { mask, maskDeep } from '../../shared/secrets/mask.ts';
import { isLogLevel, type LogLevel } from '../../shared/settings.ts';
import { logFile, RotatingFile } from './log-file.ts';

/** Fields beside the sentence of a line; an error goes under `error`. Secrets are masked. */
export type LogDetails = Record<string, unknown>;

/** Records what Postbench does and what goes wrong. Never throws and never waits for a reader. */
export interface Log {
  debug(sentence: string, details?: LogDetails): void;
  info(sentence: string, details?: LogDetails): void;
  warn(sentence: string, details?: LogDetails): void;
  error(sentence: string, details?: LogDetails): void;
  fatal(sentence: string, details?: LogDetails): void;
  /** Sets the level from the settings; the command line and the environment take precedence. */
  setDefaultLevel(level: LogLevel): void;
  /** Sets what to mask in every line: values of secrets, read for each line. */
  hide(texts: () => readonly string[]): void;
}

const nothing = () => {};
/** For tests, and for commands that keep no data. */
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
 * Writes lines of JSON to a data folder's log. `host` names the program in each line, such as serve or desktop. `level`
 * is that of --log-level, which overrides POSTBENCH_LOG_LEVEL and the settings.
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
        // For example, a getter that throws: a logged value must not break its caller.
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
 * Logs warnings of the process, and uncaught errors before they end it. Returns a function that stops it.
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
