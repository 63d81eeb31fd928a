import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeMissingFolders } from '../../electron/engine/make-folder.ts';
import { isThere, readRegularFile, unreadable } from '../../electron/engine/read-file.ts';
import { temporaryFolder } from '../fixtures/command.ts';

const UNIX = process.platform !== 'win32';

/** Why a path cannot be read, or what it holds. */
function said(path: string, limit = 1024): string {
  try {
    return readRegularFile(path, limit).toString('utf8');
  } catch (error) {
    return unreadable(error).message;
  }
}

describe('reading a file', () => {
  it('gives every byte of one that is within the limit, and none of one beyond it', () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'a.yaml');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 300 }), (bytes, limit) => {
        writeFileSync(file, bytes);
        if (bytes.length <= limit) expect(readRegularFile(file, limit).equals(Buffer.from(bytes))).toBe(true);
        else expect(() => readRegularFile(file, limit)).toThrow(/KiB can be read/);
      }),
    );
  });

  it.skipIf(!UNIX)('says what is there instead of a file, and waits for none of it', () => {
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    symlinkSync('self', at('self'));
    symlinkSync('b', at('a'));
    symlinkSync('a', at('b'));
    symlinkSync('nowhere', at('dangling'));
    symlinkSync('/dev/zero', at('zero'));
    symlinkSync('/dev/tty', at('tty'));
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync('pipe', at('to-pipe'));
    mkdirSync(at('folder'));
    writeFileSync(at('file'), 'x');
    const loop = 'This is a symbolic link that leads back to itself.';
    const pipe = 'This is a pipe or a device, not a file.';
    expect(
      Object.fromEntries(
        ['self', 'a', 'dangling', 'zero', 'tty', 'pipe', 'to-pipe', 'folder', 'missing', 'file/x'].map(
          (name) => [name, said(at(name))],
        ),
      ),
    ).toEqual({
      self: loop,
      a: loop,
      dangling: 'There is no such file.',
      zero: pipe,
      tty: pipe,
      pipe,
      'to-pipe': pipe,
      folder: 'This is a folder.',
      missing: 'There is no such file.',
      'file/x': 'There is no such file: a part of its path is a file, not a folder.',
    });
    expect(said(at('n'.repeat(300)))).toMatch(/longer than the system allows/);
  });

  it('refuses a sparse file of gigabytes before it reads it', () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'huge');
    writeFileSync(file, '');
    truncateSync(file, 8 * 1024 ** 3);
    expect(said(file, 4 * 1024 * 1024)).toBe('The file has 8192.0 MiB; at most 4 MiB can be read.');
  });

  it.skipIf(!existsSync('/proc/self/limits'))(
    'bounds one that claims to be empty and delivers much, as under /proc',
    () => {
      expect(said('/proc/self/limits', 64 * 1024)).toBe(readFileSync('/proc/self/limits', 'utf8'));
      expect(said('/proc/self/limits', 100)).toMatch(/at most 0.1 KiB can be read/);
    },
  );
});

describe('whether something is there', () => {
  it('is so for a link that leads nowhere or to itself, and not below a file', () => {
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    symlinkSync('self', at('self'));
    symlinkSync('nowhere', at('dangling'));
    writeFileSync(at('file'), 'x');
    const there = ['self', 'dangling', 'file', 'missing', 'file/x'].filter((name) => isThere(at(name)));
    expect(there).toEqual(['self', 'dangling', 'file']);
  });
});

describe('making folders', () => {
  it('makes those that are missing, and says which', () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'a'));
    expect(makeMissingFolders(join(folder.path, 'a/b/c'))).toEqual([
      join(folder.path, 'a/b'),
      join(folder.path, 'a/b/c'),
    ]);
    expect(makeMissingFolders(join(folder.path, 'a/b/c'))).toEqual([]);
  });

  it('ends where none can be made, and then leaves none behind', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'file'), '');
    const impossible = [join(folder.path, 'file/x'), join(folder.path, 'a/b', 'n'.repeat(300), 'c')];
    if (existsSync('/proc/self')) impossible.push('/proc/x/y');
    for (const path of impossible) expect(() => makeMissingFolders(path), path).toThrow();
    expect(existsSync(join(folder.path, 'a'))).toBe(false);
  });
});
