import { Fragment, memo } from 'react';

/** Controls but the line break, formats such as marks of direction, and blanks that are none; what joins an emoji is its own. */
const UNSEEN = /(?!\n)\p{Cc}|(?<!\p{Extended_Pictographic}\ufe0f?)\p{Cf}|[\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** How a character that shows nothing is shown: the picture that Unicode has for it, else its number. */
function picture(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * A text with pictures for what shows nothing. The text itself stays what it is: copying it gives its characters. It is
 * looked through only when it has changed: a preview has hundreds, and one types while they stand.
 */
export const VisibleText = memo(({ text }: { text: string }) => {
  const pieces = text.split(UNSEEN);
  if (pieces.length === 1) return text;
  const between = text.match(UNSEEN) ?? [];
  return pieces.map((piece, index) => {
    const char = between[index];
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces have no other name, and no state
      <Fragment key={index}>
        {piece}
        {char === undefined ? null : (
          <span className="templates-invisible" data-shown={picture(char)}>
            {char}
          </span>
        )}
      </Fragment>
    );
  });
});
