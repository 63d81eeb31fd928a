import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';

interface TypedFieldProps {
  label: string;
  placeholder: string;
  /** What the text means, or undefined when it means nothing. */
  parse: (text: string) => number | undefined;
  /** Says how to write it. */
  wrong: string;
  onValue: (value: number) => void;
}

/** A field in a menu: Enter takes what is typed, and says what is wrong with it otherwise. */
export function TypedField({ label, placeholder, parse, wrong, onValue }: TypedFieldProps) {
  const [text, setText] = useState('');
  const [refused, setRefused] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    // The menu moves by letters and arrows; the field needs them for itself.
    if (event.key !== 'Escape' && event.key !== 'Tab') event.stopPropagation();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const value = parse(text);
    if (value === undefined) setRefused(true);
    else onValue(value);
  };
  return (
    <TextInput
      className="clock-typed"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      error={refused ? wrong : undefined}
      onChange={(event) => {
        setText(event.currentTarget.value);
        setRefused(false);
      }}
      onKeyDown={onKeyDown}
    />
  );
}
