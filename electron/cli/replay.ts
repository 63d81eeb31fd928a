import { PostbenchError } from '../../shared/errors.ts';
import { replaySchema } from '../../shared/receiver/replay/replay-plan.ts';
import { printable, toJson } from '../../shared/terminal-text.ts';
import { replay } from '../engine/replay.ts';
import { HttpTransport } from '../engine/sender/http-transport.ts';
import { CaptureStore } from '../engine/store/captures.ts';
import { openDatabaseForReading } from '../engine/store/reading.ts';
import { type CommandIo, wholeNumber } from './io.ts';
import { machineSecrets } from './machine-secrets.ts';

export interface ReplayOptions {
  dataDir: string;
  to: string;
  times?: string;
  /** Requests per second, as typed. */
  rate?: string;
  originalTiming?: boolean;
  allowHost?: string[];
  /** NUMBER=TEXT, for the masked values of captures from share files. */
  value?: string[];
  json?: boolean;
}

/** What the command line calls the parts of a replay. */
const NAMES: Readonly<Record<string, string>> = {
  to: '--to',
  times: '--times',
  perSecond: '--rate',
  ids: 'The list',
};

/** Requests per second to a host that is not this machine. */
const CEILING = 200;
/** Real ms, as the sender's profiles have them. */
const TIMEOUTS = { connectTimeout: 10_000, responseTimeout: 30_000 };

/**
 * Sends captures again and prints what came of each; returns 0 if all got a 2xx and 1 if not. Throws
 * PB_ARGUMENT_INVALID, PB_CAPTURE_UNKNOWN, PB_URL_INVALID, PB_HOST_NOT_ALLOWED and PB_DATA_FOLDER_UNUSABLE.
 */
export async function replayCommand(
  ids: readonly string[],
  options: ReplayOptions,
  io: CommandIo,
): Promise<number> {
  const {
    dataDir,
    to,
    times,
    rate,
    originalTiming = false,
    allowHost = [],
    value = [],
    json = false,
  } = options;
  const given = replaySchema.safeParse({
    ids: ids.map((id) => wholeNumber(id, 'The number of a capture', 1, Number.MAX_SAFE_INTEGER)),
    to,
    ...(times === undefined ? {} : { times: wholeNumber(times, '--times', 1, 10_000) }),
    ...(rate === undefined ? {} : { timing: 'rate', perSecond: rateOf(rate) }),
    ...(originalTiming ? { timing: 'original' } : {}),
    values: Object.fromEntries(value.map(maskedValueOf)),
  });
  if (!given.success) {
    const [issue] = given.error.issues;
    throw new PostbenchError(
      'PB_ARGUMENT_INVALID',
      `${NAMES[String(issue?.path[0])] ?? 'The call'} ${issue?.message}.`,
      {
        remedy: 'See postbench replay --help.',
      },
    );
  }
  const database = openDatabaseForReading(dataDir);
  const transport = new HttpTransport(() => allowHost);
  try {
    if (database === undefined) {
      throw new PostbenchError('PB_CAPTURE_UNKNOWN', `There are no captures in ${dataDir}.`, {
        remedy: 'Check --data-dir.',
      });
    }
    const known = machineSecrets(dataDir, io).known();
    let bad = 0;
    const sent = replay(given.data, {
      captures: new CaptureStore(database),
      transport: transport.send,
      allowedHosts: allowHost,
      ceiling: CEILING,
      workspace: '',
      signal: io.signal,
      ...TIMEOUTS,
    });
    for await (const one of sent) {
      const { id, turn, status, ms, problem } = one;
      const url = known.maskLatin1(one.url);
      if (status === null || status < 200 || status > 299) bad += 1;
      const line = `capture ${id}${given.data.times > 1 ? ` (${turn})` : ''} ${url} ${status ?? 'no response'} ${ms} ms ${problem}`;
      io.out(json ? toJson({ ...one, url }) : printable(line.trimEnd()));
    }
    return bad === 0 && !io.signal.aborted ? 0 : 1;
  } finally {
    database?.close();
    await transport.close();
  }
}

function rateOf(typed: string): number {
  const rate = Number(typed);
  if (typed.trim() !== '' && Number.isFinite(rate)) return rate;
  throw new PostbenchError('PB_ARGUMENT_INVALID', `--rate "${typed}" is not a number.`, {
    remedy: 'Write requests per second, as in --rate 5 or --rate 0.5.',
  });
}

/** A masked value as typed: "3=jane@example.com". */
function maskedValueOf(typed: string): [number: string, value: string] {
  const [, number, text] = /^(\d{1,9})=([\s\S]*)$/.exec(typed) ?? [];
  if (number !== undefined && text !== undefined) return [number, text];
  throw new PostbenchError('PB_ARGUMENT_INVALID', `--value "${typed}" has no number.`, {
    remedy: 'Write the number of the masked value and what stands for it, as in --value 3=jane@example.com.',
  });
}
