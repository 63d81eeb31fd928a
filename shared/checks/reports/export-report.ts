import type { CheckReport } from '../report.ts';
import { htmlReport } from './html-report.ts';
import { jsonReport } from './json-report.ts';
import { junitReport } from './junit-report.ts';
import { markdownReport } from './markdown-report.ts';

export const REPORT_FORMATS = ['html', 'junit', 'json', 'markdown'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** File endings of the formats. */
const ENDINGS: Record<ReportFormat, string> = {
  html: '.html',
  junit: '.xml',
  json: '.json',
  markdown: '.md',
};

/** The format of a report by its file's ending; undefined for another ending. */
export function formatOfFile(file: string): ReportFormat | undefined {
  return REPORT_FORMATS.find((format) => file.toLowerCase().endsWith(ENDINGS[format]));
}

const WRITERS: Record<ReportFormat, (report: CheckReport) => string> = {
  html: htmlReport,
  junit: junitReport,
  json: jsonReport,
  markdown: markdownReport,
};

/** A report as the text of a file, with a name for it. */
export function exportReport(report: CheckReport, format: ReportFormat): { name: string; text: string } {
  return { name: `postbench-run-${report.runId}${ENDINGS[format]}`, text: WRITERS[format](report) };
}
