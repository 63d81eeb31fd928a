import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { type CatalogItem, catalogItemSchema } from '../../../shared/domain/catalog-item.ts';
import type { MoneyDigits } from '../../../shared/domain/currency-digits.ts';
import { parseMoney, whyTooManyDigits } from '../../../shared/domain/money.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { issueMessage } from '../../../shared/workspace/issue-message.ts';

const COLUMNS = Object.keys(catalogItemSchema.shape);
const NEEDED = ['sku', 'name', 'price'];
/** Columns whose digits are text, and those of amounts. */
const TEXTS = new Set(['sku', 'name', 'gtin']);
const AMOUNTS = new Set(['price', 'originalPrice']);
/** How spreadsheets write a long number: its last digits are gone. */
const SPREADSHEET_NUMBER = /^\d+(?:\.\d+)?E[+-]?\d+$/i;
/** Stands for the file in places, since the import is a text. */
const FILE = 'CSV';

function invalid(message: string, line: number, column?: number): PostbenchError {
  return new PostbenchError('PB_CATALOG_INVALID', message, {
    remedy: `Correct the file. Nothing was imported. Columns: ${COLUMNS.join(', ')}.`,
    place: { file: FILE, line, column },
  });
}

/** A record with the line on which it ends. */
interface Parsed {
  record: string[];
  info: { lines: number };
}

/**
 * Reads catalog items from a CSV text whose first line names the columns, in any order. An empty cell counts as
 * omitted, and prices are in the currency given. Throws PB_CATALOG_INVALID for the first problem, with its line and the number of its column.
 */
export function readItems(csv: string, currency: string, rule?: MoneyDigits): CatalogItem[] {
  let parsed: Parsed[];
  /** Cells without quotes that a spreadsheet has written as 1.23E+12, by record and column. */
  const mangled = new Set<string>();
  try {
    // A record that is too long or too short is reported below, in the heading's words.
    parsed = parse(csv, {
      cast: (cell, { quoting, records, index }) => {
        if (!quoting && SPREADSHEET_NUMBER.test(cell)) mangled.add(`${records} ${index}`);
        return cell;
      },
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as unknown as Parsed[];
  } catch (error) {
    if (error instanceof CsvError)
      throw invalid(`This is not CSV: ${csvFault(error.code)}.`, Number(error.lines ?? 1));
    throw error;
  }
  const [heading, ...rows] = parsed;
  if (heading === undefined) throw invalid('The file is empty.', 1);
  const names = heading.record.map((name) => columnOf(name));
  names.forEach((name, index) => {
    if (name === undefined)
      throw invalid(`"${heading.record[index]}" is not a known column.`, heading.info.lines, index + 1);
    if (names.indexOf(name) !== index)
      throw invalid(`The column ${name} appears twice.`, heading.info.lines, index + 1);
  });
  const missing = NEEDED.find((name) => !names.includes(name));
  if (missing !== undefined) throw invalid(`The column ${missing} is missing.`, heading.info.lines);
  if (rows.length === 0) throw invalid('The file has a header line, but no items.', heading.info.lines);
  const lines = new Map<string, number>();
  return rows.map(({ record, info: { lines: line } }, row) => {
    if (record.length !== names.length) {
      const message = `The line has ${record.length} cells, the header line ${names.length}.`;
      throw invalid(message, line, Math.min(record.length, names.length) + 1);
    }
    names.forEach((name, index) => {
      const cell = record[index]!;
      if (TEXTS.has(name!) && mangled.has(`${row + 1} ${index}`))
        throw invalid(`${name}: ${cell} has lost digits in a spreadsheet, or needs quotes.`, line, index + 1);
      if (AMOUNTS.has(name!) && /^0\d/.test(cell))
        throw invalid(`${name}: "${cell}" begins with a zero; write it as 120.00.`, line, index + 1);
    });
    const cells = names.flatMap((name, index) => (record[index] === '' ? [] : [[name, record[index]]]));
    const item = catalogItemSchema.safeParse(Object.fromEntries(cells), { error: issueMessage });
    if (!item.success) {
      const issue = item.error.issues[0]!;
      const name = String(issue.path[0]);
      const isMissing = issue.code === 'invalid_union' && !cells.some(([cell]) => cell === name);
      const what = isMissing || issue.code === 'invalid_type' ? 'is missing' : issue.message;
      throw invalid(`${name}: ${what}.`, line, names.indexOf(name) + 1);
    }
    for (const name of ['price', 'originalPrice'] as const) {
      const price = item.data[name];
      const why = price === undefined ? undefined : whyTooManyDigits(parseMoney(price), currency, rule);
      if (why !== undefined) throw invalid(`${name}: ${why}.`, line, names.indexOf(name) + 1);
    }
    const before = lines.get(item.data.sku);
    if (before !== undefined)
      throw invalid(
        `The SKU "${item.data.sku}" is already in line ${before}.`,
        line,
        names.indexOf('sku') + 1,
      );
    lines.set(item.data.sku, line);
    return item.data;
  });
}

/** What is wrong with a text that is no CSV, by the library's code. */
function csvFault(code: string): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a cell that is opened with " is never closed';
  if (code === 'INVALID_OPENING_QUOTE') return 'a " stands inside a cell without quotes; write it as "…""…"';
  if (code.startsWith('CSV_INVALID_CLOSING_QUOTE') || code.startsWith('CSV_NON_TRIMABLE'))
    return 'something follows the closing " of a cell; write a " inside a cell as ""';
  return 'its cells cannot be told apart';
}

/** Headings are accepted in any case, with spaces or underscores between words. */
function columnOf(heading: string): string | undefined {
  const plain = heading.replaceAll(/[\s_-]/g, '').toLowerCase();
  return COLUMNS.find((name) => name.toLowerCase() === plain);
}
