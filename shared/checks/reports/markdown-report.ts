import { CATEGORY_NAMES, VERDICT_NAMES } from '../category-names.ts';
import { CATEGORIES } from '../check.ts';
import { remedyOf } from '../remedy.ts';
import type { CheckReport, CheckResult, Evidence } from '../report.ts';

/** A report as Markdown, for an issue or a pull request. */
export function markdownReport(report: CheckReport): string {
  const { summary, checks, target, probe, runId, seed, requests, created, tookMs } = report;
  const { defects, counts } = summary;
  const told = checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
  const lines = [
    `# ${text(summary.headline)}`,
    '',
    `${target.method} ${code(target.url)}; ${probe === '' ? 'records not seen' : `records seen by ${code(probe)}`}. ${counts.pass} passed, ${counts.fail} failed, ${counts.warn} warned, ${counts.skip} skipped; ${requests} requests, ${created.length} test actions, ${(tookMs / 1000).toFixed(1)} s. Run ${runId}, seed ${seed}.`,
    '',
    ...(defects.length === 0
      ? []
      : [
          '| Defect | Platform | Receiver | Failed checks |',
          '| --- | ---: | ---: | --- |',
          ...defects.map(
            ({ title, worst, checks: ids }) =>
              `| ${text(title)} | ${worst?.platform ?? ''} | ${worst?.receiver ?? ''} | ${ids.map(code).join(', ')} |`,
          ),
          '',
        ]),
    '| Category | Passed | Warnings | Failed | Skipped |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...CATEGORIES.flatMap((category) => {
      const own = summary.categories[category];
      return own === undefined
        ? []
        : [`| ${CATEGORY_NAMES[category]} | ${own.pass} | ${own.warn} | ${own.fail} | ${own.skip} |`];
    }),
    '',
    ...told.flatMap(checkLines),
  ];
  const skipped = checks.filter(({ verdict }) => verdict === 'skip');
  if (skipped.length > 0)
    lines.push(
      '## Skipped',
      '',
      ...skipped.map(({ title, sentence }) => `- ${text(title)}: ${text(sentence)}`),
      '',
    );
  return `${lines.join('\n').trimEnd()}\n`;
}

function checkLines({ title, id, verdict, saw, sentence, why, evidence, remedy }: CheckResult): string[] {
  return [
    `## ${VERDICT_NAMES[verdict]}: ${text(title)} (${code(id)})`,
    '',
    [saw === '' ? '' : `**${text(saw)}.**`, text(sentence)].filter((part) => part !== '').join(' '),
    '',
    ...why.map((fact) => `> ${text(fact.sentence)} (${fact.certainty})`),
    '',
    ...evidence.slice(0, 1).flatMap(evidenceLines),
    ...(verdict === 'fail' ? [`**Remedy.** ${text(remedyOf(remedy).text)}`, ''] : []),
  ];
}

function evidenceLines({ steps }: Evidence): string[] {
  if (steps.length === 0) return [];
  return [
    '| # | Event | Request | Response | Record | Platform |',
    '| ---: | --- | --- | --- | --- | ---: |',
    ...steps.map(({ what, note, request, response, before, after, books }, index) => {
      const record =
        after === null ? '' : `${before?.fields['Payout'] ?? 'none'} → ${after.fields['Payout'] ?? 'none'}`;
      const event = note === '' ? what : `${what}, ${note}`;
      return `| ${index + 1} | ${text(event)} | ${code(`${request.method} ${request.url}`)} | ${response.status ?? text(response.outcome)} | ${text(record)} | ${books.values['Payout'] ?? ''} |`;
    }),
    '',
  ];
}

/** Text in which nothing is markup. */
function text(value: string): string {
  return value.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A code span, whatever it holds. */
function code(value: string): string {
  const longest = Math.max(0, ...[...value.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const inner = value.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return inner === '' ? '' : longest === 0 ? `${fence}${inner}${fence}` : `${fence} ${inner} ${fence}`;
}
