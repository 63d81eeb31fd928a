import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type FileKind, readYamlHere } from '../../electron/engine/workspace/file-kinds.ts';
import { YamlReader } from '../../electron/engine/workspace/yaml-reader.ts';
import { postbench, start, temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';

/** A line for each number until a text has so many characters. */
function lines(size: number, line: (n: number) => string): string {
  const parts: string[] = [];
  for (let n = 0, length = 0; length < size; n += 1) {
    parts.push(line(n));
    length += parts.at(-1)!.length;
  }
  return parts.join('');
}

/** Wrong files that took time with the square of their length, or the stack's depth. */
const WRONG: Record<string, (size: number) => string> = {
  'unknown settings': (size) => lines(size, (n) => `key${n}: 1\n`),
  'wrong headers': (size) => `name: x\nurl: /a\nheaders:\n${lines(size, (n) => `  "X ${n}": 1\n`)}`,
  'deep brackets': (size) => `name: ${'['.repeat(size)}`,
  'nested lists': (size) => '- '.repeat(size / 2),
  'a long list in one line': (size) => `name: [${lines(size, (n) => `${n}, `)}]`,
  'aliases of nobody': (size) => lines(size, (n) => `k${n}: *a${n}\n`),
  'billion laughs': () =>
    `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(',')}]\n`).join('')}`,
  'one escape after the other': (size) => `name: "${'\\x4'.repeat(size / 3)}"`,
  'a huge line': (size) => `name: ${'x'.repeat(size)}`,
  'steps without sense': (size) => `name: x\nsteps:\n${lines(size, (n) => `  - foo${n}: { amount: x }\n`)}`,
  'wrong amounts': (size) => `name: x\nsteps:\n${lines(size, () => '  - track: { amount: x }\n')}`,
};
const KINDS: readonly FileKind[] = ['postback', 'scenario', 'workspace', 'check', 'profile'];

describe('the reader of YAML files', () => {
  it.each(Object.entries(WRONG))(
    'says the same in its thread as in ours, and at once as later: %s',
    async (_what, wrong) => {
      const text = wrong(12_000);
      const soon = new YamlReader();
      await soon.prepare(KINDS.map((kind) => ({ kind, file: 'f.yaml', text })));
      const now = new YamlReader();
      for (const kind of KINDS) {
        const here = readYamlHere(kind, 'f.yaml', text);
        expect(here.ok).toBe(false);
        if (!here.ok) expect(here.problems.length).toBeLessThanOrEqual(21);
        expect(soon.knows({ kind, file: 'f.yaml', text })).toBe(true);
        expect(soon.now(kind, 'f.yaml', text)).toEqual(here);
        if (kind === 'scenario') expect(now.now(kind, 'f.yaml', text)).toEqual(here);
      }
    },
  );

  it('reads a large right file with the places of its steps', async () => {
    const text = `name: x\nsteps:\n${lines(40_000, () => '  - track: { amount: 120.00 }\n')}`;
    const reader = new YamlReader();
    await reader.prepare([{ kind: 'scenario', file: 's.yaml', text }]);
    const read = reader.now('scenario', 's.yaml', text);
    expect(read).toEqual(readYamlHere('scenario', 's.yaml', text));
    expect(read.ok && read.places['steps.1']).toEqual({ file: 's.yaml', line: 4, column: 5 });
  });

  it('gives a file up that takes too long, says so, and goes on with the next', async () => {
    const text = WRONG['unknown settings']!(3_000_000);
    const reader = new YamlReader({ longestMs: 1 });
    const job = { kind: 'scenario', file: 'slow.yaml', text } as const;
    await reader.prepare([job]);
    const said = {
      ok: false,
      problems: [
        expect.objectContaining({
          file: 'slow.yaml',
          message: expect.stringMatching(/^Reading this file took longer/) as string,
        }) as object,
      ],
    };
    expect(reader.now('scenario', 'slow.yaml', text)).toEqual(said);
    expect(new YamlReader({ longestMs: 1 }).now('scenario', 'slow.yaml', text)).toEqual(said);
    expect(reader.now('postback', 'p.yaml', 'name: a\nurl: /b\n').ok).toBe(true);
  });
});

describe('while a wrong file is read', () => {
  it.each([
    ['a scenario', 'scenarios/wrong.yaml', 'steps without sense'],
    ['a postback', 'postbacks/wrong.yaml', 'wrong headers'],
    ['check.yaml', 'check.yaml', 'unknown settings'],
    ['postbench.yaml', 'postbench.yaml', 'unknown settings'],
  ])('the receiver responds to one request after the other: %s', async (_what, file, wrong) => {
    await using opened = await openEngine();
    const { engine } = opened;
    const { workspace } = engine.benches;
    const path = join(workspace.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    let over = false;
    let responses = 0;
    const listener = workspace.onChange(() => {
      over ||= workspace.view.problems.some((problem) => problem.file === file);
    });
    writeFileSync(path, WRONG[wrong]!(369_000));
    // Its watcher reads it too; the engine reads each text once.
    const refreshed = workspace.refresh();
    while (!over) {
      const { status } = await fetch(`${engine.receiver.address}/postback?n=${responses}`);
      expect(status).toBe(200);
      responses += 1;
    }
    await refreshed;
    listener();
    // Blocked by the file, the first response would have come after it.
    expect(responses).toBeGreaterThan(5);
  });
});

describe('postbench lint', () => {
  it.each(['unknown settings', 'deep brackets', 'one escape after the other', 'wrong headers'])(
    'ends with a wrong file of 369 KB: %s',
    async (wrong) => {
      using folder = temporaryFolder();
      const file = join(folder.path, 'wrong.yaml');
      writeFileSync(file, WRONG[wrong]!(369_000));
      const { code, err, out } = await postbench('lint', file);
      expect({ code, out }, err).toEqual({ code: 2, out: '' });
      expect(err).toContain(`PB_POSTBACK_INVALID: ${file}`);
    },
  );

  it.skipIf(process.platform !== 'linux')('ends on Ctrl-C in the middle of such a file', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'wrong.yaml');
    writeFileSync(file, WRONG['unknown settings']!(4_000_000));
    await using running = start('lint', file);
    // In the middle: when it has computed for a second, as the system counts it.
    const ticks = () =>
      Number(readFileSync(`/proc/${running.child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[11]);
    while (ticks() < 100) await setImmediate();
    running.child.kill('SIGINT');
    expect(await running.ended).toBe('SIGINT');
  });
});
