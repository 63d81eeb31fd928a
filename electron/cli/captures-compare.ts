import { PostbenchError } from '../../shared/errors.ts';
import type { ComparedPoint } from '../../shared/receiver/compare/compare-points.ts';
import { comparisonSentence, isDifferent } from '../../shared/receiver/compare/compare-requests.ts';
import { NO_KNOWN_VALUES } from '../../shared/secrets/known-values.ts';
import { printableText, toJson } from '../../shared/terminal-text.ts';
import { ComparableRequests } from '../engine/comparable-requests.ts';
import { ActivityStore } from '../engine/store/activity.ts';
import { CaptureStore } from '../engine/store/captures.ts';
import { openDatabaseForReading } from '../engine/store/reading.ts';
import { type CommandIo, wholeNumber } from './io.ts';
import { machineSecrets } from './machine-secrets.ts';

export interface CompareOptions {
  dataDir: string;
  /** The numbers of two captures, as typed. */
  compare: readonly string[];
  json?: boolean;
  showSecrets?: boolean;
}

/**
 * Prints what two captures differ in, and returns 0 if they say the same and 1 if not. Throws PB_ARGUMENT_INVALID,
 * PB_CAPTURE_UNKNOWN and PB_DATA_FOLDER_UNUSABLE.
 */
export function compareCaptures(options: CompareOptions, io: CommandIo): number {
  const { compare, dataDir } = options;
  if (compare.length !== 2) {
    throw new PostbenchError('PB_ARGUMENT_INVALID', '--compare needs two captures.', {
      remedy: 'Give the numbers of two, as in --compare 12 15; captures --json shows them as id.',
    });
  }
  const [left = 0, right = 0] = compare.map((id) => wholeNumber(id, '--compare', 1, Number.MAX_SAFE_INTEGER));
  const database = openDatabaseForReading(dataDir);
  try {
    if (database === undefined) {
      throw new PostbenchError('PB_CAPTURE_UNKNOWN', `There are no captures in ${dataDir}.`, {
        remedy: 'Check --data-dir.',
      });
    }
    const known = options.showSecrets ? NO_KNOWN_VALUES : machineSecrets(dataDir, io).known();
    const requests = new ComparableRequests({
      captures: new CaptureStore(database),
      activity: new ActivityStore(database),
      secrets: () => known,
    });
    const {
      left: _left,
      right: _right,
      ...compared
    } = requests.compare({ capture: left }, { capture: right });
    const differences = compared.points.filter(isDifferent);
    const sentence = comparisonSentence(compared);
    if (options.json) io.out(toJson({ left, right, sentence, ...compared, points: differences }));
    else for (const line of [...differences.flatMap(linesOf), `${sentence}.`]) io.out(printableText(line));
    return differences.length === 0 ? 0 : 1;
  } finally {
    database?.close();
  }
}

/** "- query pay=2.00" for what only the first has, "+ …" for the second. */
function linesOf({ place, key, left, right, state, moved }: ComparedPoint): string[] {
  const name = place === 'path' ? key : `${place} ${key}`;
  if (state === 'same' && moved) return [`~ ${name}: at another place`];
  return [
    ...(left === null ? [] : [`- ${name}: ${left.raw}`]),
    ...(right === null ? [] : [`+ ${name}: ${right.raw}`]),
  ];
}
