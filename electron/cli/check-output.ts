import { CATEGORY_NAMES } from '../../shared/checks/category-names.ts';
import { CATEGORIES, type Verdict } from '../../shared/checks/check.ts';
import { remedyOf } from '../../shared/checks/remedy.ts';
import type { CheckReport, CheckResult } from '../../shared/checks/report.ts';
import { printable } from '../../shared/terminal-text.ts';
import { type CommandIo, drawProgress } from './io.ts';

const MARKS: Record<Verdict, string> = { pass: '✓', fail: '✗', warn: '!', skip: '–' };

/** Progress on a terminal: how many checks are judged, and what is waited for. */
export function printCheckProgress(io: CommandIo, total: number) {
  let judged = 0;
  let failed = 0;
  let waiting = 0;
  const draw = () => {
    const wait = waiting === 0 ? '' : `, ${waiting} records awaited`;
    drawProgress(io, `${judged} of ${total} checks, ${failed} failed${wait}. Ctrl-C cancels.`);
  };
  return {
    report: ({ checks, state }: CheckReport) => {
      if (state !== 'running') return;
      judged = checks.length;
      failed = checks.filter(({ verdict }) => verdict === 'fail').length;
      draw();
    },
    playing: (playing: { waiting: number }) => {
      waiting = playing.waiting;
      draw();
    },
    end: () => drawProgress(io, ''),
  };
}

/** The outcome for people: every check, then the defects and the headline. */
export function printCheckReport(report: CheckReport, io: CommandIo): void {
  const { checks, summary, lagMs, requests, created, tookMs, waitedMs, runId, seed } = report;
  for (const category of CATEGORIES) {
    const own = checks.filter((check) => check.category === category);
    if (own.length === 0) continue;
    io.out(CATEGORY_NAMES[category]);
    for (const check of own) for (const line of linesOf(check)) io.out(printable(line));
  }
  io.out('');
  for (const { title, sentence, checks: ids, worst, remedy } of summary.defects) {
    const sums = worst === null ? '' : ` Worst: ${worst.receiver} booked, ${worst.platform} is right.`;
    io.out(printable(`✗ ${title}: ${sentence}${sums} (${ids.join(', ')})`));
    io.out(`  Remedy: ${remedyOf(remedy).text}`);
  }
  const { counts } = summary;
  io.out(summary.headline);
  io.err(
    `${counts.pass} passed, ${counts.fail} failed, ${counts.warn} warned, ${counts.skip} skipped. ${requests} requests, ${created.length} test actions, ${(tookMs / 1000).toFixed(1)} s, ${(waitedMs / 1000).toFixed(1)} s of it waiting for records${lagMs === null || report.probe === '' ? '' : ` (the slowest took ${Math.round(lagMs)} ms)`}. Repeat with --run-id ${runId} --seed ${seed}.`,
  );
}

function linesOf({ verdict, id, title, saw, sentence }: CheckResult): string[] {
  const short = saw === '' ? '' : `: ${saw}`;
  const line = `  ${MARKS[verdict]} ${title} (${id})${verdict === 'pass' ? '' : short}`;
  return verdict === 'pass' || sentence === '' ? [line] : [line, `      ${sentence}`];
}
