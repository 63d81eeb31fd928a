import { spawnSync } from 'node:child_process';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { REMEDIES, type Remedy } from '../../shared/checks/remedy.ts';

/** All sketches of a language, by the remedy that shows them. */
const sketchesIn = (language: 'TypeScript' | 'PHP' | 'Python') =>
  Object.entries<Remedy>(REMEDIES).flatMap(([id, { sketch }]) => {
    const text = sketch?.[language];
    return text === undefined ? [] : [[id, text] as const];
  });

const runs = (program: string) => spawnSync(program, ['--version']).status === 0;
const hasPython = runs('python3');
/** Not everywhere, and never installed for this. */
const PHP: string = 'php';
const hasPhp = runs(PHP);
if (!hasPython)
  console.warn('NOT TESTED: whether sketches in Python compile, since there is no python3 here.');
if (!hasPhp) console.warn('NOT TESTED: whether sketches in PHP compile, since there is no php here.');

describe('a code sketch compiles', () => {
  it.each(sketchesIn('TypeScript'))('in TypeScript: %s', (_id, code) => {
    // What returns stands in a handler.
    const lines = code.split('\n');
    const imports = lines.filter((line) => line.startsWith('import '));
    const body = lines.filter((line) => !line.startsWith('import ')).join('\n');
    const source = `${imports.join('\n')}\nasync function handler() {\n${body}\n}\n`;
    expect(() => parseAst(source, { lang: 'ts' })).not.toThrow();
  });

  it.runIf(hasPython).each(sketchesIn('Python'))('in Python: %s', (_id, code) => {
    const source = `def handler():\n${code.replaceAll(/^/gm, '    ')}\n`;
    const compile = "import sys; compile(sys.stdin.read(), 'sketch', 'exec')";
    const { stderr } = spawnSync('python3', ['-c', compile], { input: source, encoding: 'utf8' });
    expect(stderr).toBe('');
  });

  it.runIf(hasPhp).each(sketchesIn('PHP'))('in PHP: %s', (_id, code) => {
    const { status, stdout } = spawnSync(PHP, ['-l'], { input: `<?php\n${code}\n`, encoding: 'utf8' });
    expect(status, stdout).toBe(0);
  });
});
