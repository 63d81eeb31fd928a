import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PATTERNS } from '../fixtures/english.ts';
import { ROOT } from '../fixtures/command.ts';

/** Files that have not been edited yet; each that is clean must leave the list. */
const NOT_YET: readonly string[] = [];

const FOLDERS = ['electron', 'shared', 'renderer', 'docs'];

function filesOf(): string[] {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:tsx?|md)$/.test(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  );
  return [...inFolders, 'README.md', 'ARCHITECTURE.md'].filter((file) => file !== 'docs/glossary.md').toSorted();
}

/**
 * What of a source file a user can read: string literals, template texts and text between tags, each with its line.
 * Comments, import paths, regular expressions and code are left out. Small on purpose: it need not understand all of
 * TypeScript, only find sentences.
 */
function textsOf(file: string): { line: number; text: string }[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  if (file.endsWith('.md'))
    return source.split('\n').map((text, index) => ({ line: index + 1, text: text.replace(/`[^`]*`/g, '') }));
  const found: { line: number; text: string }[] = [];
  const token =
    /\/\*[^]*?\*\/|\/\/[^\n]*|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`|>([^<>{}=;()]*[a-z]{2}[^<>{}=;()]*)(?=[<{])/g;
  for (const match of source.matchAll(token)) {
    const text = match[1] ?? match[2] ?? match[3] ?? match[4];
    // One word is a name, not a sentence.
    if (text === undefined || !/[a-z] [a-z]/i.test(text)) continue;
    const line = source.slice(0, match.index).split('\n').length;
    found.push({ line, text: text.replace(/\$\{[^}]*\}/g, '…').replace(/\s+/g, ' ') });
  }
  return found;
}

const findings = filesOf().flatMap((file) =>
  textsOf(file).flatMap(({ line, text }) =>
    PATTERNS.filter(({ pattern }) => pattern.test(text)).map(({ pattern, remedy }) => ({
      file,
      text: `${file}:${line}: "${pattern.exec(text)?.[0]}" in "${text.slice(0, 120).trim()}": ${remedy}`,
    })),
  ),
);

describe('what a user reads', () => {
  it('is found where it stands, and comments are not', () => {
    const texts = textsOf('electron/cli/io.ts').map(({ text }) => text);
    expect(texts).toContain('This is a defect of Postbench; please report it with the lines above.');
    expect(texts.join(' ')).not.toContain('machine-readable output or');
    expect(texts.join(' ')).not.toContain('Aborted by Ctrl-C');
    expect(filesOf().length).toBeGreaterThan(300);
  });

  it('has none of the patterns that a native editor would correct', () => {
    expect(findings.filter(({ file }) => !NOT_YET.includes(file)).map(({ text }) => text)).toEqual([]);
  });

  it('is edited in all files but a list that only shrinks', () => {
    const left = NOT_YET.filter((file) => findings.some((one) => one.file === file));
    console.info(`${left.length} files are left to edit, with ${findings.filter(({ file }) => left.includes(file)).length} findings`);
    expect(NOT_YET).toEqual(left);
  });
});
