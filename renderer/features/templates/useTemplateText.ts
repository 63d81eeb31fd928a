import type { Transaction } from '@codemirror/state';
import { useLayoutEffect, useRef } from 'react';
import { type TemplateText, textOf } from './template-text.ts';

const isTyped = (transaction: Transaction) =>
  transaction.isUserEvent('input.type') || transaction.isUserEvent('delete');

/**
 * The text of one field of a postback, kept equal to `value`: what is typed into it is told by `onChange`, a value that
 * came from elsewhere is taken over as a step that can be undone. `typed` says that a single editor shows all there is
 * to see of a change: a row that is added or moved is to be drawn before the next key, which goes there.
 */
export function useTemplateText(
  file: string,
  field: string,
  value: string,
  onChange: (value: string, typed: boolean) => void,
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
        if (!transaction.isUserEvent('take')) tell.current(text.string, isTyped(transaction));
      }),
    [text],
  );
  useLayoutEffect(() => text.take(value), [text, value]);
  return text;
}
