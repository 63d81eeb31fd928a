import { Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemLines, shortText } from '../../renderer/features/templates/editor-problems.ts';
import { sameProblem } from '../../renderer/features/templates/opened-problem.ts';
import { safeFixes } from '../../renderer/features/templates/problem-list.ts';
import { worstFirst } from '../../renderer/features/templates/worst-first.ts';
import type { Finding } from '../../shared/template/lint/finding.ts';
import { lintPostback } from '../../shared/template/lint/lint.ts';
import { movedFindings } from '../../shared/template/lint/moved.ts';

const found = (part: Partial<Finding>): Finding => ({
  code: 'placeholder-unknown',
  severity: 'warning',
  field: 'body',
  start: 0,
  end: 4,
  message: '{x} is not known.',
  remedy: 'Mend it.',
  ...part,
});

/** Texts with problems, many of the same words, and something typed or pasted into them. */
const edited = fc.record({
  parts: fc.array(fc.constantFrom('{a}', '{b}', 'text ', '\n'), { minLength: 1, maxLength: 40 }),
  at: fc.nat(),
  typed: fc.constantFrom('x', '\n', 'a long paste, '.repeat(40)),
  which: fc.nat(),
});

describe('the problem that is open', () => {
  it('stays the same one while something is typed elsewhere, however many of the same words there are', () => {
    fc.assert(
      fc.property(edited, ({ parts, at, typed, which }) => {
        const text = parts.join('');
        const findings = [...text.matchAll(/\{[ab]\}/g)].map(({ index, 0: name }) =>
          found({ start: index, end: index + name.length, message: `${name} is not known.` }),
        );
        fc.pre(findings.length > 0);
        const place = at % (text.length + 1);
        const opened = findings[which % findings.length]!;
        // Not into a placeholder: that is another text then.
        fc.pre(findings.every(({ start, end }) => place <= start || place >= end));
        const now = text.slice(0, place) + typed + text.slice(place);
        const moved = movedFindings(findings, text, now);
        fc.pre(moved.length === findings.length);
        expect(sameProblem(moved, opened, findings)).toBe(moved[findings.indexOf(opened)]);
      }),
    );
  });

  it('is none of another rule or text, and none far away that says something else', () => {
    const opened = found({ start: 100 });
    for (const other of [
      found({ start: 100, code: 'placeholder-case' }),
      found({ start: 100, field: 'url' }),
      found({ start: 500, message: '{y} is not known.' }),
    ])
      expect(sameProblem([other], opened, [opened])).toBeUndefined();
    expect(sameProblem([found({ start: 103, message: '{xy} is not known.' })], opened, [opened])?.start).toBe(
      103,
    );
  });
});

describe('the lines of a text with problems', () => {
  it('are each said once, by the worst of what begins in them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 20 }),
        fc.array(fc.record({ at: fc.nat(), severity: fc.constantFrom('error', 'warning', 'info') }), {
          maxLength: 30,
        }),
        (rows, places) => {
          const doc = Text.of(rows.map((row) => row.replaceAll(/[\r\n]/g, '')));
          const findings = worstFirst(
            places.map(({ at, severity }) => {
              const start = at % (doc.length + 1);
              // One that ends where it begins is about no stretch, and never about the whole text.
              return found({ start, end: start, severity });
            }),
          );
          const lines = problemLines(findings, doc);
          expect(lines.map(({ from }) => from)).toEqual(
            [...new Set(findings.map(({ start }) => doc.lineAt(start).from))].sort((a, b) => a - b),
          );
          expect(lines.reduce((sum, { more }) => sum + 1 + more, 0)).toBe(findings.length);
          for (const { from, worst } of lines) {
            const own = findings.filter(({ start }) => doc.lineAt(start).from === from);
            expect(worst).toBe(own[0]);
          }
        },
      ),
    );
  });

  it('have no line for what is about the whole text', () => {
    const doc = Text.of(['x'.repeat(20), 'y'.repeat(20)]);
    expect(problemLines([found({ start: 0, end: doc.length })], doc)).toEqual([]);
  });

  it('say a problem in its first words, and how many more there are', () => {
    const worst = found({ message: '{SharedId} is not in quotes: if it is empty, the body is not JSON.' });
    expect(shortText({ worst, more: 0 })).toBe('{SharedId} is not in quotes');
    expect(shortText({ worst: found({ message: 'Two sentences. The second.' }), more: 2 })).toBe(
      'Two sentences (+2)',
    );
    expect(shortText({ worst: found({ message: 'The time 12:30 stays' }), more: 0 })).toBe(
      'The time 12:30 stays',
    );
  });
});

describe('safe fixes', () => {
  it('change nothing but how a placeholder is spelled', () => {
    const findings = lintPostback({
      kind: 'action',
      method: 'POST',
      url: '/pb?id=<ActionId>&st={status}&pay={Payout}',
      headers: {},
      body: { format: 'json', template: '{"a": {Amount}}', escape: 'by-place' },
    });
    expect(findings.some(({ code, fix }) => code === 'json-unquoted' && fix !== undefined)).toBe(true);
    const titles = safeFixes(findings).map(({ fix }) => fix?.title);
    expect(titles).toEqual(['Write {ActionId}', 'Write {Status}']);
  });
});
