import { useLayoutEffect, useRef } from 'react';
import { type TemplateText, textOf } from './template-text.ts';

/**
 * The text of one field of a postback, kept equal to `value`: what is typed into it is told by `onChange`, a value that
 * came from elsewhere is taken over as a step that can be undone.
 */
export function useTemplateText(
  file: string,
  field: string,
  value: string,
  onChange: (value: string) => void,
): TemplateText {
  const text = textOf(file, field, value);
  const tell = useRef(onChange);
  // Before anything can be typed: a value of the drawing before must not overwrite what was typed since.
  useLayoutEffect(() => {
    tell.current = onChange;
  });
  useLayoutEffect(
    () =>
      text.subscribe((transaction) => {
        if (!transaction.isUserEvent('take')) tell.current(text.string);
      }),
    [text],
  );
  useLayoutEffect(() => text.take(value), [text, value]);
  return text;
}
