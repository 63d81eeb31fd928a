import { Document, Scalar, visit } from 'yaml';

/** What a scalar of a file is: a value, or what is wrong with how it is written. */
export type WrittenScalar =
  | { kind: 'value'; value: unknown }
  /** A number that its text does not equal, such as 120.00: an amount keeps its digits, a text would lose them. */
  | { kind: 'decimal'; value: number; source: string }
  /** Read as another number than it looks like, such as 00123, 1e5, 0x1F or 1_000. */
  | { kind: 'wrong'; source: string; meant: string | undefined };

const DECIMAL = /^-?(?:0|[1-9]\d*)\.\d+$/;
/** What YAML 1.1 reads as a number and YAML 1.2 as a text. */
const OLD_NUMBER = /^[-+]?(?:0b[01_]+|0x[\da-f_]+|\d[\d_]*(?:\.[\d_]*)?|\.[\d_]+)$/i;

/** How a scalar of a YAML file is to be taken. Text in quotes is always what it says. */
export function writtenScalar(node: Scalar): WrittenScalar {
  const { value, source, type } = node;
  if (type !== 'PLAIN' || source === undefined || node.tag !== undefined) return { kind: 'value', value };
  if (typeof value === 'number' || typeof value === 'bigint') {
    const number = Number(value);
    const hasExponent = /e/i.test(source);
    if (
      !hasExponent &&
      String(value) === source &&
      (!Number.isInteger(number) || Number.isSafeInteger(number))
    )
      return { kind: 'value', value: number };
    const digits = source.replace(/\.?0+$/, '');
    if (DECIMAL.test(source) && String(number) === digits) return { kind: 'decimal', value: number, source };
    return { kind: 'wrong', source, meant: numberText(number) };
  }
  if (typeof value === 'string' && isOldNumber(value))
    return { kind: 'wrong', source, meant: numberText(Number(value.replaceAll('_', ''))) };
  return { kind: 'value', value };
}

function isOldNumber(text: string): boolean {
  return OLD_NUMBER.test(text) && /[_b]/i.test(text);
}

/** Puts quotes around the texts of a new part of a file that would be refused without them; the library adds all others. */
export function quoteOldNumbers(node: unknown): void {
  visit(node as Parameters<typeof visit>[0], {
    Scalar: (_key, scalar) => {
      if (typeof scalar.value === 'string' && isOldNumber(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
}

/** A value as the text of a new file. Long lines are not folded, and no value is an alias of another. */
export function yamlText(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  quoteOldNumbers(document);
  return document.toString({ lineWidth: 0 });
}

/** A number as a file has it; undefined where none can be said exactly. */
function numberText(number: number): string | undefined {
  const text = String(number);
  const isExact = Number.isInteger(number) ? Number.isSafeInteger(number) : Number.isFinite(number);
  return isExact && !text.includes('e') && text !== '0' ? text : undefined;
}

/** What is said about a scalar that would lose digits, and what to do. */
export function quoteIt(source: string, meant?: string): { message: string; remedy: string } {
  const shown = source.length > 40 ? `${source.slice(0, 40)}…` : source;
  const reads = meant === undefined ? 'changes its digits' : `reads it as ${meant}`;
  return {
    message: `${shown} is not in quotes, so YAML ${reads}`,
    remedy: `Quote it: "${shown}".${meant === undefined ? '' : ` If a number is meant, write ${meant}.`}`,
  };
}

/** What is said about a scalar without quotes that YAML does not read as a text, where one is wanted. */
export function notText(node: Scalar): { message: string; remedy: string } {
  const { value, source = '' } = node;
  if (value === null && source === '')
    return { message: 'has no value', remedy: 'Write a value, or "" for an empty text.' };
  if (typeof value === 'number' || typeof value === 'bigint') return quoteIt(source);
  const reads = value === null ? 'no value' : 'true or false';
  return {
    message: `${source} is not in quotes, so YAML reads it as ${reads}`,
    remedy: `Quote it: "${source}".`,
  };
}
