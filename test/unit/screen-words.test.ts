import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { screenError, screenWords } from '../../shared/checks/screen-words.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { ROOT } from '../fixtures/command.ts';
import { eachText } from '../fixtures/source-texts.ts';

const TERMINAL = /(?:^|[\s“(])--[a-z]|`/;

/** Texts in the sources that people read: those with a space in them, with a mark for what is put in. */
function sentencesIn(folder: string): { file: string; text: string }[] {
  const found: { file: string; text: string }[] = [];
  for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || /reports|remedies|screen-words/.test(file)) continue;
    eachText(readFileSync(join(ROOT, folder, file), 'utf8'), file, (text) => {
      if (text.includes(' ')) found.push({ file, text });
    });
  }
  return found;
}

describe('words for the screen', () => {
  it.each([
    [
      'A 400 came. Register it with --before, or fix its values with --set.',
      'A 400 came. Register it, or fix its values, under “What your receiver must know first”.',
    ],
    [
      '“tok” was found by its name; --secret tok makes this a failure.',
      '“tok” was found by its name; confirm it in Test my receiver to make this a failure.',
    ],
    [
      '--state: there is no placeholder {ActonId}.',
      'The URL that shows records: there is no placeholder {ActonId}.',
    ],
    [
      '`money: {reversed: zero}` in check.yaml makes this a failure.',
      '“money: {reversed: zero}” in check.yaml makes this a failure.',
    ],
    ['12.00, not 8.00', '12.00, not 8.00'],
  ])('%s', (terminal, screen) => {
    expect(screenWords(terminal)).toBe(screen);
  });

  it('no sentence of checks and of what runs them speaks of options or in backticks there', () => {
    const found = [
      ...sentencesIn('shared/checks'),
      ...sentencesIn('electron/engine/checks'),
      ...sentencesIn('electron/engine/world'),
    ];
    const ofTerminal = found.filter(({ text }) => TERMINAL.test(text));
    expect(ofTerminal.length).toBeGreaterThan(8);
    expect(ofTerminal.filter(({ text }) => TERMINAL.test(screenWords(text)))).toEqual([]);
  });

  it('an error keeps its code and place', () => {
    const place = { file: 'check.yaml', line: 3 };
    const error = new PostbenchError('PB_ARGUMENT_INVALID', '--only: there is no check "x".', {
      remedy: 'See `y`.',
      place,
    });
    expect(screenError(error)).toMatchObject({
      code: 'PB_ARGUMENT_INVALID',
      message: '“only” in check.yaml: there is no check "x".',
      remedy: 'See “y”.',
      place,
    });
    const other = new TypeError('--x');
    expect(screenError(other)).toBe(other);
  });
});
