import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport } from '../../shared/checks/report.ts';
import { exportReport } from '../../shared/checks/reports/export-report.ts';
import { ROOT } from '../fixtures/command.ts';
import { checkFixture } from '../fixtures/receivers/check.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';
import { WRONG_RECEIVERS } from '../fixtures/receivers/wrong.ts';

const ajv = new Ajv2020({ allErrors: true });
const matches = ajv.compile(
  JSON.parse(readFileSync(join(ROOT, 'docs/check-report.schema.json'), 'utf8')) as object,
);

/** Receivers whose reports differ most. */
const RECEIVERS = [
  'adds payouts',
  'lets the last one win',
  'does not look at the secret',
  'looks first and inserts afterwards',
  'stores nothing',
];

let reports: CheckReport[];
beforeAll(async () => {
  const wrong = WRONG_RECEIVERS.filter(({ name }) => RECEIVERS.includes(name));
  expect(wrong.map(({ name }) => name).toSorted()).toEqual(RECEIVERS.toSorted());
  const cancelled = AbortSignal.abort();
  reports = await Promise.all([
    checkFixture(guardedUpsert(), { explore: 10 }),
    checkFixture(guardedUpsert(), { probe: undefined }),
    checkFixture(guardedUpsert(), { signal: cancelled }),
    ...wrong.map(({ make, fixture }) => checkFixture(make(), { explore: 10, ...fixture })),
  ]);
});

/** As a file has it: without what is undefined. */
const asFile = (report: CheckReport) => JSON.parse(exportReport(report, 'json').text) as unknown;

describe('the report of a run', () => {
  it('as JSON fits its schema, whatever was found', () => {
    for (const report of reports) {
      matches(asFile(report));
      expect(matches.errors ?? []).toEqual([]);
    }
  });

  it('fits it no longer with a field too many or too few', () => {
    const file = asFile(reports[0]!) as Record<string, unknown>;
    expect(matches({ ...file, more: 1 })).toBe(false);
    expect(matches({ ...file, summary: undefined })).toBe(false);
  });

  it('as JUnit is XML with a case for each check, and says each failure', () => {
    for (const report of reports) {
      const names: string[] = [];
      const parser = new SaxesParser();
      parser.on('opentag', ({ name }) => names.push(name));
      parser.write(exportReport(report, 'junit').text).close();
      const of = (name: string) => names.filter((one) => one === name).length;
      expect(of('testcase')).toBe(report.checks.length);
      expect(of('failure')).toBe(report.summary.counts.fail);
      expect(of('skipped')).toBe(report.summary.counts.skip);
    }
  });

  it('as HTML loads nothing and names every check', () => {
    for (const report of reports) {
      const html = exportReport(report, 'html').text;
      expect(html).not.toMatch(/<(?:link|img|iframe)|src=|@import|url\(/);
      for (const { id } of report.checks) expect(html).toContain(id);
    }
  });

  it('as Markdown begins with the headline and names every failure', () => {
    for (const report of reports) {
      const text = exportReport(report, 'markdown').text;
      expect(text.startsWith('# ')).toBe(true);
      for (const { id, verdict } of report.checks)
        if (verdict === 'fail') expect(text).toContain(`\`${id}\``);
    }
  });
});
