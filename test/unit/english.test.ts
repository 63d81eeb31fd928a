import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../fixtures/command.ts';
import { NOT_YET, PATTERNS } from '../fixtures/english.ts';
import { eachText } from '../fixtures/source-texts.ts';

const FOLDERS = ['electron', 'shared', 'renderer', 'docs'];

function filesOf(): string[] {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:tsx?|md)$/.test(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  );
  return [...inFolders, 'README.md', 'ARCHITECTURE.md']
    .filter((file) => file !== 'docs/glossary.md')
    .toSorted();
}

/** What of a file a user can read, each with its line: string literals, templates and text of elements, no comments. */
function textsOf(file: string): { line: number; text: string }[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  if (file.endsWith('.md'))
    return source.split('\n').map((text, index) => ({ line: index + 1, text: text.replace(/`[^`]*`/g, '') }));
  const found: { line: number; text: string }[] = [];
  eachText(source, file, (text, start) => {
    // One word is a name, not a sentence.
    if (!/[a-z…] [a-z…]/i.test(text)) return;
    found.push({ line: source.slice(0, start).split('\n').length, text: text.replace(/\s+/g, ' ') });
  });
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
    expect(texts).toContain('This is a bug in Postbench. Please report it with the lines above.');
    expect(texts.join(' ')).not.toContain('machine-readable output or');
    expect(texts.join(' ')).not.toContain('Aborted by Ctrl-C');
    expect(filesOf().length).toBeGreaterThan(300);
  });

  it('has none of the patterns that a native editor would correct', () => {
    expect(findings.filter(({ file }) => !NOT_YET.includes(file)).map(({ text }) => text)).toEqual([]);
  });

  it('is edited in all files but a list that shrinks', () => {
    const left = NOT_YET.filter((file) => findings.some((one) => one.file === file));
    const count = findings.filter(({ file }) => left.includes(file)).length;
    const clean = NOT_YET.filter((file) => !left.includes(file));
    console.info(`English: ${count} findings are left in ${left.length} files that are not edited yet.`);
    if (clean.length > 0) console.info(`Clean or gone; take them off the list: ${clean.join(', ')}`);
    expect(new Set(NOT_YET).size).toBe(NOT_YET.length);
  });
});
