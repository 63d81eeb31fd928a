import { formatDuration } from '../domain/duration.ts';
import type { WaitPart } from './rules.ts';
import type { WhatIf } from './what-if.ts';

/** Parts of a wait in words, the uncertain ones marked: "Answer timeout 30 s (assumed) + Retry 1 of 15 1 min". */
function partsText(parts: readonly WaitPart[]): string {
  return parts
    .map(({ label, ms, certainty }) => {
      const sure = certainty === null || certainty === 'documented' ? '' : ` (${certainty})`;
      return `${label}: ${formatDuration(ms)}${sure}`;
    })
    .join(' + ');
}

/** How often it is retried: "Tried again 15 times." */
export function triesText({ attempts, end }: WhatIf): string {
  if (end.type === 'delivered') return 'Nothing more is sent.';
  if (end.type === 'never') return 'Retried until it succeeds.';
  if (attempts.length === 0) return 'Not retried.';
  return attempts.length === 1 ? 'Retried once.' : `Retried ${attempts.length} times.`;
}

/** What a response leads to, as lines of text: the verdict, each further attempt, and the end. */
export function whatIfLines(told: WhatIf, at: number, timeText: (at: number) => string): string[] {
  const { accepted, sentence, attempts, end } = told;
  const rows = attempts.map(({ number, at: due, parts }) => [
    `Attempt ${number}`,
    `+${formatDuration(due - at)}`,
    timeText(due),
    partsText(parts),
  ]);
  const ended = end.at === null ? '' : ` (+${formatDuration(end.at - at)}, ${timeText(end.at)})`;
  return [
    `${accepted ? 'Accepted' : 'Not accepted'}: ${sentence}`,
    ...(end.type === 'delivered' ? [] : [triesText(told)]),
    ...aligned(rows),
    `${end.sentence}${end.type === 'delivered' ? '' : ended}`,
  ];
}

/** Columns for a fixed-width font; the last one is not padded. */
function aligned(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((text, column) => (column === row.length - 1 ? text : text.padEnd(widths[column]!))).join('  '),
  );
}
