import { escapeXml } from '../../template/encode.ts';
import { CATEGORY_NAMES } from '../category-names.ts';
import { CATEGORIES } from '../check.ts';
import type { CheckReport, CheckResult } from '../report.ts';
import { countVerdicts } from '../summary.ts';

/** A report as JUnit XML: a suite for each category, a test case for each check. Warnings are told in system-out. */
export function junitReport(report: CheckReport): string {
  const { checks, summary, tookMs, startedAt } = report;
  const total = countVerdicts(checks);
  const suites = CATEGORIES.flatMap((category) => {
    const own = checks.filter((check) => check.category === category);
    if (own.length === 0) return [];
    const { fail, skip } = countVerdicts(own);
    const ms = own.reduce((sum, check) => sum + check.ms, 0);
    return [
      `  <testsuite name="${escapeXml(CATEGORY_NAMES[category])}" tests="${own.length}" failures="${fail}" errors="0" skipped="${skip}" time="${seconds(ms)}" timestamp="${new Date(startedAt).toISOString()}">`,
      ...own.map(testCase),
      '  </testsuite>',
    ];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(`postbench check: ${summary.headline}`)}" tests="${checks.length}" failures="${total.fail}" errors="0" skipped="${total.skip}" time="${seconds(tookMs)}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);

function testCase({ id, category, title, verdict, saw, sentence, ms }: CheckResult): string {
  const open = `    <testcase classname="postbench.${escapeXml(category)}" name="${escapeXml(`${title} (${id})`)}" time="${seconds(ms)}"`;
  if (verdict === 'fail')
    return `${open}><failure type="${escapeXml(id)}" message="${escapeXml(saw)}">${escapeXml(sentence)}</failure></testcase>`;
  if (verdict === 'skip') return `${open}><skipped message="${escapeXml(sentence)}"/></testcase>`;
  if (verdict === 'warn')
    return `${open}><system-out>${escapeXml(`Warning: ${saw}. ${sentence}`)}</system-out></testcase>`;
  return `${open}/>`;
}
