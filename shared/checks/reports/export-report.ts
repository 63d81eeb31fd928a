import type { CheckReport } from '../report.ts';

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

/** A report as the text of a file, with a name for it. */
export function exportReport(report: CheckReport, format: ReportFormat): { name: string; text: string } {
  const name = `postbench-run-${report.runId}${ENDINGS[format]}`;
  return { name, text: `${JSON.stringify(report, null, 2)}\n` };
}
