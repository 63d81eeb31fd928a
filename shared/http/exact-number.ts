/** A number as JSON writes it. */
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number's sign and digits without zeros at either end, and where its decimal point is: the same for equal numbers. */
function canonical(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = whole + fraction;
  const significant = digits.replace(/^0+/, '');
  if (significant === '') return '0';
  const leading = digits.length - significant.length;
  const point = BigInt(whole.length - leading) + BigInt(exponent);
  return `${sign}${significant.replace(/0+$/, '')}e${point}`;
}

/**
 * What a JavaScript receiver makes of a number: another one than is written, as of 9007199254740993 or of a decimal with
 * too many digits. Undefined where it keeps its value, and for what is not a number.
 */
export function roundedNumber(text: string): string | undefined {
  // Up to 15 digits always survive; most numbers end here.
  if (text.length < 16 && !/[eE]/.test(text)) return undefined;
  if (text.length > 400 || !NUMBER.test(text)) return undefined;
  const read = Number(text);
  if (!Number.isFinite(read)) return String(read);
  return canonical(String(read)) === canonical(text) ? undefined : String(read);
}
