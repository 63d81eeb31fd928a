import { eventLabel, type WorldEvent } from '../../domain/world-event.ts';
import { escapeXml } from '../../template/encode.ts';
import { CATEGORY_NAMES, VERDICT_NAMES } from '../category-names.ts';
import { CATEGORIES, type Verdict } from '../check.ts';
import { decimal } from '../records/decimal.ts';
import { remedyOf } from '../remedy.ts';
import type { CheckReport, CheckResult, Defect, Evidence, EvidenceStep } from '../report.ts';
import { REPORT_STYLE } from './html-style.ts';

const MARKS: Readonly<Record<Verdict, string>> = { pass: '✓', fail: '✗', warn: '!', skip: '–' };

/** A report as one HTML file that loads nothing: light and dark, and on paper with all evidence unfolded. */
export function htmlReport(report: CheckReport): string {
  const { summary, checks, startedAt } = report;
  const of = (verdict: Verdict) => checks.filter((check) => check.verdict === verdict);
  const title = `${summary.headline} · Postbench report`;
  const sections = [
    ...summary.defects.map((defect) => defectSection(defect, checks)),
    section('Warnings', of('warn'), 'A right receiver may differ here.'),
    section('Skipped', of('skip'), ''),
    section('Passed', of('pass'), ''),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${text(title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<header><span><b>Postbench</b> report of checks</span><time datetime="${new Date(startedAt).toISOString()}">${text(new Date(startedAt).toISOString().replace('T', ' ').slice(0, 19))} UTC</time></header>
<h1 class="${summary.counts.fail > 0 ? 'fail' : summary.moneyJudged ? 'pass' : 'muted'}">${text(summary.headline)}</h1>
<p>${text(countsSentence(report))}</p>
${defectTable(summary.defects)}
${factList(report)}
${categoryTable(report)}
${sections.join('\n')}
</main>
<script>addEventListener('beforeprint', () => { for (const one of document.querySelectorAll('details')) one.open = true; });</script>
</body>
</html>
`;
}

const text = (value: string) => escapeXml(value);

function countsSentence({ summary: { counts }, state }: CheckReport): string {
  const sentence = `${counts.pass} checks passed, ${counts.fail} failed, ${counts.warn} warned, ${counts.skip} were skipped.`;
  return state === 'cancelled' ? `The run was cancelled. ${sentence}` : sentence;
}

function defectTable(defects: readonly Defect[]): string {
  if (defects.length === 0) return '';
  const rows = defects.map(
    ({ title, sentence, worst, checks }, index) =>
      `<tr><td>${index + 1}</td><td><b>${text(title)}</b><br><span class="muted">${text(sentence)}</span></td><td class="number">${text(worst?.platform ?? '')}</td><td class="number fail">${text(worst?.receiver ?? '')}</td><td class="number">${checks.length}</td></tr>`,
  );
  return `<table><thead><tr><th></th><th>Defect, and the worst that it booked</th><th class="number">Platform</th><th class="number">Receiver</th><th class="number">Failed checks</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function factList(report: CheckReport): string {
  const { target, probe, created, tookMs, waitedMs, runId, seed, requests, lagMs } = report;
  const facts: [string, string][] = [
    ['Receiver', `<code>${text(`${target.method} ${target.url}`)}</code>`],
    ['Records seen by', probe === '' ? 'nothing' : `<code>${text(probe)}</code>`],
    ['Test data written', `${requests} requests, ${created.length} actions`],
    [
      'Took',
      `${seconds(tookMs)}, ${seconds(waitedMs)} of it waiting for records${lagMs === null || probe === '' ? '' : `; the slowest took ${Math.round(lagMs)} ms`}`,
    ],
    ['To repeat', `<code>--run-id ${runId} --seed ${seed}</code>`],
  ];
  return `<dl class="facts">${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function categoryTable({ summary }: CheckReport): string {
  const rows = CATEGORIES.flatMap((category) => {
    const counts = summary.categories[category];
    if (counts === undefined) return [];
    const cells = (['pass', 'warn', 'fail', 'skip'] as const).map(
      (verdict) => `<td class="number ${counts[verdict] > 0 ? verdict : 'muted'}">${counts[verdict]}</td>`,
    );
    return [`<tr><td>${CATEGORY_NAMES[category]}</td>${cells.join('')}</tr>`];
  });
  return `<table><thead><tr><th>Category</th><th class="number">Passed</th><th class="number">Warnings</th><th class="number">Failed</th><th class="number">Skipped</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function defectSection({ title, checks: ids }: Defect, checks: readonly CheckResult[]): string {
  return section(
    `Defect: ${title}`,
    checks.filter(({ id, verdict }) => verdict === 'fail' && ids.includes(id)),
    '',
  );
}

function section(title: string, checks: readonly CheckResult[], note: string): string {
  if (checks.length === 0) return '';
  const head = `<h2>${text(title)} <span class="muted">${checks.length}</span></h2>`;
  return `<section>${head}${note === '' ? '' : `<p class="muted">${text(note)}</p>`}${checks.map(checkDetails).join('')}</section>`;
}

function checkDetails(check: CheckResult): string {
  const { id, title, verdict, saw, sentence, why, evidence, remedy } = check;
  const summary = `<summary><span class="${verdict}" title="${VERDICT_NAMES[verdict]}">${MARKS[verdict]}</span> ${text(title)} ${saw === '' ? '' : `<span class="${verdict}">${text(saw)}</span> `}<span class="muted mono">${text(id)}</span></summary>`;
  const facts = why.map(
    (fact) => `<p>${text(fact.sentence)} <span class="chip">${fact.certainty}</span></p>`,
  );
  const parts = [
    sentence === '' ? '' : `<p><b>${text(sentence)}</b></p>`,
    ...facts,
    ...evidence.map(evidenceTable),
    verdict === 'fail' ? remedyPart(remedy) : '',
  ];
  return `<details>${summary}<div>${parts.join('')}</div></details>`;
}

function remedyPart(id: CheckResult['remedy']): string {
  const { text: sentence, sketch = {} } = remedyOf(id);
  const code = Object.entries(sketch).map(
    ([language, lines]) => `<p class="muted">${text(language)}</p><pre>${text(lines)}</pre>`,
  );
  return `<p><b>Remedy.</b> ${text(sentence)}</p>${code.join('')}`;
}

function evidenceTable({ steps, actions }: Evidence): string {
  if (steps.length === 0) return '';
  const parted = firstParting(steps);
  const rows = steps.map((step, index) => {
    const { what, note, sentAt, request, response, before, after, books } = step;
    const record = after === null ? '' : `${shown(before)} → <b>${shown(after)}</b>`;
    const event = `${text(eventLabel(what as WorldEvent))}${note === '' ? '' : `<br><span class="muted">${text(note)}</span>`}`;
    const answer =
      response.status === null ? response.outcome : `${response.status} in ${response.ms.toFixed(0)} ms`;
    return `<tr${index === parted ? ' class="parts"' : ''}><td>${index + 1}</td><td class="mono">${new Date(sentAt).toISOString().slice(11, 23)}</td><td>${event}</td><td><code>${text(`${request.method} ${request.url}`)}</code>${request.body === null ? '' : `<pre>${text(request.body)}</pre>`}</td><td>${text(answer)}</td><td class="number">${record}</td><td class="number">${text(books.values['Payout'] ?? '')}</td></tr>`;
  });
  const ends = actions
    .filter(({ differences }) => differences.length > 0)
    .flatMap(({ id, differences }) =>
      differences.map(
        ({ field, expected, found }) =>
          `<p><code>${text(id)}</code>: ${text(field)} is <b class="fail">${text(found === '' ? 'empty' : found)}</b>, the platform’s is ${text(expected === '' ? 'empty' : expected)}.</p>`,
      ),
    );
  return `<table><thead><tr><th></th><th>Sent</th><th>Event</th><th>Request</th><th>Response</th><th class="number">Record</th><th class="number">Platform</th></tr></thead><tbody>${rows.join('')}</tbody></table>${ends.join('')}`;
}

function shown(record: EvidenceStep['after']): string {
  if (record === null || !record.exists) return 'none';
  return text(record.fields['Payout'] ?? record.statusWord);
}

/** The first step after which the record is not the platform's; -1 where no step shows it. */
export function firstParting(steps: readonly EvidenceStep[]): number {
  return steps.findIndex(({ after, books }) => {
    if (after === null) return false;
    const [booked, stated] = [decimal(after.fields['Payout'] ?? '0'), decimal(books.values['Payout'] ?? '')];
    return booked !== undefined && stated !== undefined && !booked.eq(stated);
  });
}
