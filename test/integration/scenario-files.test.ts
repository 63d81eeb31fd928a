import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../electron/engine/workspace/workspace.ts';
import { PostbenchError } from '../../shared/errors.ts';
import { temporaryFolder } from '../fixtures/command.ts';

/** What is said of a scenario with these lines, as "line:column sentence". */
function said(...lines: string[]): string {
  using folder = temporaryFolder();
  const file = join(folder.path, 'a.yaml');
  writeFileSync(file, `name: a\n${lines.join('\n')}\n`);
  try {
    readScenario(file);
    return 'nothing';
  } catch (error) {
    if (!(error instanceof PostbenchError)) throw error;
    return `${error.place?.line}:${error.place?.column} ${error.message}`;
  }
}

describe('a scenario file that is wrong', () => {
  it.each([
    [['steps:', '  - trackk: {amount: "1"}'], '3:5 "trackk" is not a known setting in steps[1].'],
    [
      ['start: 2026-02-31T10:00:00Z', 'steps:', '  - track: {amount: "1"}'],
      '2:8 start: "2026-02-31T10:00:00Z" is not a time with an offset.',
    ],
    [
      ['steps:', '  - track: {amount: "1.23456"}'],
      '3:21 steps[1].track.amount: "1.23456" has more than four digits after the point.',
    ],
    [
      ['steps:', '  - track: {amount: "1,50"}'],
      '3:21 steps[1].track.amount: "1,50" has a comma; use a point, as in 120.00.',
    ],
    [
      ['steps:', '  - track: {amount: "1", currency: XQZ, exchangeRate: 2}'],
      '3:36 steps[1].track.currency: "XQZ" is not a currency code such as USD.',
    ],
    [
      ['steps:', '  - reverse: {action: nope}'],
      '3:23 steps[1].reverse.action: no earlier step has the id "nope".',
    ],
    [
      ['steps:', '  - id: c', '    click: {}', '  - reverse: {action: c}'],
      '5:23 steps[2].reverse.action: "c" is not a track step.',
    ],
    [
      ['steps:', '  - at: 2 h', '    track: {amount: "1"}', '  - at: 1 h', '    track: {amount: "1"}'],
      '5:9 steps[2].at: is earlier than the step above it.',
    ],
  ])('%j is told: %s', (lines, sentence) => {
    expect(said(...lines)).toBe(sentence);
  });
});
