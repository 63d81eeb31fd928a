import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/engine/store/database.ts';
import { newWorkspace } from '../../electron/engine/workspace/new-workspace.ts';
import { BIN, postbench, startNode, temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';

const UNIX = process.platform !== 'win32';

/** An error of the user or of the disk, not of Postbench: exit 2, a code, a sentence and a remedy, nothing on stdout. */
function isUserError(told: { code: number | string; out: string; err: string }, code: RegExp): void {
  expect(told.code, told.err).toBe(2);
  expect(told.out).toBe('');
  expect(told.err).toMatch(code);
  expect(told.err).not.toMatch(/PB_INTERNAL|bug in Postbench|\n {4}at |\bE[A-Z]{4,}\b/);
  expect(told.err.trimEnd().split('\n').at(-1)).toMatch(/\.$/);
}

describe('postbench init', () => {
  it.skipIf(!UNIX)(
    'ends with an error of the user where no workspace can be made, and leaves nothing',
    async () => {
      using folder = temporaryFolder();
      const at = (name: string) => join(folder.path, name);
      writeFileSync(at('file'), 'mine');
      symlinkSync('self', at('self'));
      symlinkSync('nowhere', at('dangling'));
      const before = readdirSync(folder.path);
      const cases: [string, RegExp][] = [
        [at('file'), /PB_FILE_TAKEN.*is a file/],
        [at('file/x'), /PB_FILE_UNWRITABLE.*a part of its path is a file/],
        [at('n'.repeat(300)), /PB_FILE_UNWRITABLE.*longer than the system allows/],
        [at(`a/b/${'n'.repeat(300)}`), /PB_FILE_UNWRITABLE/],
        [at('self'), /PB_FILE_TAKEN.*leads to no folder/],
        [at('dangling'), /PB_FILE_TAKEN.*leads to no folder/],
        ['/dev/null/x', /PB_FILE_UNWRITABLE.*a part of its path is a file/],
        ['/dev/null', /PB_FILE_TAKEN.*a pipe or a device/],
        [at('a\u001b[31mb'), /PB_ARGUMENT_INVALID.*control characters/],
        [at('a\nb'), /PB_ARGUMENT_INVALID.*control characters/],
        ['', /PB_ARGUMENT_INVALID.*The folder is empty/],
      ];
      if (existsSync('/proc/self'))
        cases.push(['/proc/x', /PB_FILE_UNWRITABLE: \/proc\/x/], ['/proc/x/y', /PB_FILE_UNWRITABLE/]);
      for (const [path, said] of cases) isUserError(await postbench('init', path), said);
      isUserError(await postbench('init', at('w'), '--name', 'a\u0007b'), /PB_ARGUMENT_INVALID/);
      expect(readdirSync(folder.path)).toEqual(before);
      expect(readFileSync(at('file'), 'utf8')).toBe('mine');
    },
  );

  it.skipIf(!UNIX)('keeps what was there and removes what it made when the disk takes no more', async () => {
    using folder = temporaryFolder();
    const workspace = join(folder.path, 'team');
    mkdirSync(join(workspace, 'postbacks'), { recursive: true });
    writeFileSync(join(workspace, 'postbacks/mine.yaml'), 'mine');
    // Blocks of 1 KiB: the sample's larger files do not fit, its smaller ones do.
    const limited = spawnSync(
      'bash',
      ['-c', `ulimit -f 1; exec "$0" "$@"`, process.execPath, BIN, 'init', workspace, '--sample'],
      { encoding: 'utf8' },
    );
    isUserError(
      { code: limited.status!, out: limited.stdout, err: limited.stderr },
      /PB_FILE_UNWRITABLE.*does not allow a file of that size/,
    );
    expect(
      readdirSync(workspace, { recursive: true })
        .map(String)
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['postbacks', 'postbacks/mine.yaml']);
  });

  it.skipIf(process.getuid?.() !== 0)('names a folder that may not be written', async () => {
    using folder = temporaryFolder();
    chmodSync(folder.path, 0o555);
    await using running = startNode([
      '-e',
      `process.setgroups([]); process.setgid(65534); process.setuid(65534); import(${JSON.stringify(BIN)});`,
      'postbench',
      'init',
      join(folder.path, 'team'),
    ]);
    const code = await running.ended;
    isUserError(
      { code, out: running.out(), err: running.err() },
      /PB_FILE_UNWRITABLE.*you do not have permission/,
    );
    expect(readdirSync(folder.path)).toEqual([]);
  });
});

describe('the new-workspace call', () => {
  it.skipIf(!existsSync('/proc/self'))('ends where no folder can be made, with what init says', () => {
    for (const folder of ['/proc/x', `/tmp/${'n'.repeat(300)}`])
      expect(() => newWorkspace({ folder, start: 'sample' })).toThrow(
        expect.objectContaining({ code: 'PB_FILE_UNWRITABLE' }) as Error,
      );
  });
});

describe('a data folder that cannot be used', () => {
  it.skipIf(!UNIX)('is an error of the user for each command that needs one', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'file'), '');
    const folders = ['/dev/null/x', join(folder.path, 'file'), join(folder.path, 'n'.repeat(300))];
    if (existsSync('/proc/self')) folders.push('/proc/x');
    for (const data of folders)
      for (const call of [
        ['receive', '--port', '0'],
        ['serve', '--no-open', '--port', '0'],
      ])
        expect(await postbench(...call, '--data-dir', data), `${call[0]} ${data}`).toMatchObject({
          code: 2,
          out: '',
          err: expect.stringMatching(/^PB_DATA_FOLDER_UNUSABLE/) as string,
        });
  });
});

describe('a store that somebody has damaged', () => {
  /** A store of the newest version in a data folder. */
  function storeIn(folder: string): string {
    openDatabase(folder).close();
    return join(folder, 'postbench.db');
  }

  it('is told by its missing table, whichever it is, with the file and what to do', async () => {
    using folder = temporaryFolder();
    const database = openDatabase(folder.path);
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all()
      .map(({ name }) => String(name));
    database.close();
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      using own = temporaryFolder();
      const file = storeIn(own.path);
      const broken = new DatabaseSync(file);
      broken.exec(`PRAGMA foreign_keys = OFF; DROP TABLE "${table}"`);
      broken.close();
      expect(() => openDatabase(own.path), table).toThrow(
        expect.objectContaining({
          code: 'PB_STORE_DAMAGED',
          message: expect.stringContaining(file) as string,
        }) as Error,
      );
    }
  });

  it.each([
    [
      'a dropped table',
      (file: string) => {
        const broken = new DatabaseSync(file);
        broken.exec('DROP TABLE captures');
        broken.close();
      },
    ],
    [
      'no database at all',
      (file: string) =>
        writeFileSync(file, 'this is a text, and a long one at that, for a database. '.repeat(200)),
    ],
    ['a file cut short', (file: string) => truncateSync(file, 3000)],
  ])('%s: captures and receive exit with 2 and name it', async (_what, damage) => {
    for (const call of [['captures'], ['captures', '--count'], ['receive', '--port', '0']]) {
      using folder = temporaryFolder();
      const file = storeIn(folder.path);
      damage(file);
      const told = await postbench(...call, '--data-dir', folder.path);
      isUserError(told, /PB_STORE_DAMAGED/);
      expect(told.err).toContain(file);
    }
  });

  it('that loses a table while the engine runs is not called a bug', async () => {
    await using opened = await openEngine();
    const { engine } = opened;
    const broken = new DatabaseSync(join(engine.dataFolder, 'postbench.db'));
    broken.exec('DROP TABLE check_runs');
    broken.close();
    const { diskError } = await import('../../electron/engine/disk-errors.ts');
    let thrown: unknown;
    try {
      engine.checks.remove(1);
    } catch (error) {
      thrown = error;
    }
    expect(diskError(thrown)).toMatchObject({ code: 'PB_STORE_DAMAGED' });
  });
});

describe('a report that cannot be written', () => {
  it.skipIf(!UNIX)('is an error before anything is sent', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'file'), '');
    for (const report of [
      '/dev/null/x/r.json',
      join(folder.path, 'file/r.html'),
      join(folder.path, `${'n'.repeat(300)}.md`),
    ])
      isUserError(
        await postbench('check', '--to', 'http://127.0.0.1:9/pb', '--report', report),
        /PB_FILE_UN(?:WRITABLE|READABLE)/,
      );
  });
});
