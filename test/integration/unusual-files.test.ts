import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newWorkspace, sampleWorkspace } from '../../electron/engine/workspace/new-workspace.ts';
import { BIN, postbench, startNode, temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';

const LOOP = 'This is a symbolic link that leads back to itself.';
const PIPE = 'This is a pipe or a device, not a file.';

/** What is put where a file belongs, and what is said about it. */
const UNUSUAL: Record<string, { make: (path: string) => void; said: string }> = {
  'a pipe': { make: (path) => void execFileSync('mkfifo', [path]), said: PIPE },
  'a link to a device': { make: (path) => symlinkSync('/dev/zero', path), said: PIPE },
  'a link to itself': { make: (path) => symlinkSync(path, path), said: LOOP },
  'a link to nowhere': { make: (path) => symlinkSync('nowhere', path), said: 'There is no such file.' },
  'a folder': { make: (path) => mkdirSync(path), said: 'This is a folder.' },
  'a file of gigabytes': {
    make: (path) => {
      writeFileSync(path, '');
      truncateSync(path, 5 * 1024 ** 3);
    },
    said: 'The file has 5120.0 MiB; at most 4 MiB can be read.',
  },
};

const PLACES = ['postbacks/x.yaml', 'scenarios/x.yaml', 'x.yaml', 'profiles/x.yaml', 'check.yaml'];

describe.skipIf(process.platform === 'win32')('where a file of a workspace belongs', () => {
  it.each(Object.entries(UNUSUAL))(
    '%s is a problem of it, and the engine opens',
    async (_what, { make, said }) => {
      using folder = temporaryFolder();
      const workspace = newWorkspace({ folder: join(folder.path, 'team'), start: 'sample' });
      for (const place of PLACES) {
        mkdirSync(dirname(join(workspace, place)), { recursive: true });
        rmSync(join(workspace, place), { force: true });
        make(join(workspace, place));
      }
      await using opened = await openEngine({ workspace });
      const { problems } = opened.engine.benches.workspace.view;
      expect(problems.map(({ file, message }) => `${file}: ${message}`).toSorted()).toEqual(
        PLACES.map((place) => `${place}: ${said}`).toSorted(),
      );
      for (const { remedy } of problems) expect(remedy).not.toBe('');
    },
  );

  it.each(Object.entries(UNUSUAL))(
    '%s for postbench.yaml keeps the last settings',
    async (_what, { make }) => {
      using folder = temporaryFolder();
      const workspace = newWorkspace({ folder: join(folder.path, 'team'), name: 'Team', start: 'empty' });
      const file = join(workspace, 'postbench.yaml');
      await using opened = await openEngine({ workspace });
      const changed = new Promise<void>((resolve) => opened.engine.benches.onChange(resolve));
      make(`${file}.new`);
      rmSync(file);
      renameSync(`${file}.new`, file);
      await changed;
      const { settings, problems } = opened.engine.benches.workspace.view;
      expect(settings.name).toBe('Team');
      expect(problems.map(({ file: of }) => of)).toEqual(['postbench.yaml']);
    },
  );

  it('a file in place of a folder, and a folder that leads back to itself, are problems', async () => {
    using folder = temporaryFolder();
    const workspace = newWorkspace({ folder: join(folder.path, 'team'), start: 'empty' });
    writeFileSync(join(workspace, 'postbacks'), '');
    symlinkSync('scenarios', join(workspace, 'scenarios'));
    symlinkSync('nowhere', join(workspace, 'profiles'));
    await using opened = await openEngine({ workspace });
    const { problems } = opened.engine.benches.workspace.view;
    expect(problems.map(({ file, message }) => `${file}: ${message}`).toSorted()).toEqual([
      'postbacks: A folder is expected here.',
      'profiles: A folder is expected here.',
      `scenarios: ${LOOP}`,
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('where a file of the data folder belongs', () => {
  it.each(Object.entries(UNUSUAL))('%s does not keep the engine from starting', async (_what, { make }) => {
    using folder = temporaryFolder();
    const dataFolder = join(folder.path, 'data');
    const sample = sampleWorkspace(dataFolder);
    rmSync(join(sample, 'postbench.yaml'));
    mkdirSync(join(dataFolder, 'logs'));
    mkdirSync(join(dataFolder, 'drafts'));
    for (const name of [
      'secrets.json',
      'settings.json',
      'secrets.salt',
      'confirmed-commands.json',
      'logs/postbench.log',
      'drafts/a.json',
      'sample-workspace/postbench.yaml',
    ])
      make(join(dataFolder, name));
    await using opened = await openEngine({ dataFolder });
    const { engine } = opened;
    expect(engine.secrets.view().problem).not.toBe('');
    engine.settings.theme = 'dark';
    expect(engine.settings.theme).toBe('dark');
    expect(engine.drafts.of(engine.benches.workspace.folder)).toEqual([]);
    expect(engine.benches.workspace.view.problems).toEqual([]);
    expect(engine.secrets.fingerprint('a', 'b')).toMatch(/^[0-9a-f]{12}$/);
  });
});

describe.skipIf(process.platform === 'win32')('what a call names', () => {
  it.each(Object.entries(UNUSUAL))(
    '%s is an error of the call that says what is there',
    async (_what, { make, said }) => {
      using folder = temporaryFolder();
      const file = join(folder.path, 'given');
      make(file);
      for (const call of [
        ['lint', file],
        ['run', file],
        ['render', file],
        ['render', '--body', file, '--format', 'json'],
        ['check', '--postback', file],
      ]) {
        const { code, err, out } = await postbench(...call);
        expect({ code, err, out }, call.join(' ')).toMatchObject({
          code: 2,
          err: expect.stringContaining(`PB_FILE_UNREADABLE: ${file}: ${said}`) as string,
          out: '',
        });
      }
    },
  );
});

it.skipIf(process.platform === 'win32')(
  'a pipe in place of the store or the log is an error of the commands that read it',
  async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'logs'));
    for (const name of ['postbench.db', 'logs/postbench.log'])
      UNUSUAL['a pipe']!.make(join(folder.path, name));
    for (const [call, code] of [
      ['captures', 'PB_DATA_FOLDER_UNUSABLE'],
      ['logs', 'PB_FILE_UNREADABLE'],
      ['receive', 'PB_DATA_FOLDER_UNUSABLE'],
    ] as const) {
      const told = await postbench(call, '--data-dir', folder.path);
      expect(told, call).toMatchObject({ code: 2, err: expect.stringContaining(code) as string });
    }
  },
);

/** Root may read everything, so the command runs as somebody else where that can be had. */
const NOBODY = 65534;
const asNobody = (...args: string[]) =>
  startNode([
    '-e',
    `process.setgroups([]); process.setgid(${NOBODY}); process.setuid(${NOBODY}); import(${JSON.stringify(BIN)});`,
    'postbench',
    ...args,
  ]);

describe.skipIf(process.getuid?.() !== 0)('a folder that may not be entered or listed', () => {
  it('keeps neither a running engine from responding nor the next one from starting', async () => {
    using folder = temporaryFolder();
    chmodSync(folder.path, 0o755);
    const data = join(folder.path, 'data');
    mkdirSync(data);
    chownSync(data, NOBODY, NOBODY);
    for (const mode of [0o644, 0o311]) {
      await using running = asNobody('serve', '--no-open', '--port', '0', '--data-dir', data);
      const [, receiver] = await running.says(/Receiver listening on (\S+)/);
      chmodSync(join(data, 'sample-workspace'), mode);
      expect((await fetch(`${receiver}/postback`)).status).toBe(200);
      running.child.kill('SIGINT');
      expect(await running.ended, running.err()).toBe(0);
    }
  });

  it('is named by the commands that need it', async () => {
    using folder = temporaryFolder();
    chmodSync(folder.path, 0o755);
    const workspace = newWorkspace({ folder: join(folder.path, 'team'), start: 'sample' });
    const scenario = join(workspace, 'restore.yaml');
    chmodSync(join(workspace, 'postbacks'), 0o711);
    await using unlisted = asNobody('run', scenario);
    expect(await unlisted.ended, unlisted.err()).toBe(2);
    expect(unlisted.err()).toContain(
      `${workspace}/postbacks: You do not have permission to list this folder.`,
    );
    chmodSync(workspace, 0o644);
    await using shut = asNobody('run', scenario);
    expect(await shut.ended, shut.err()).toBe(2);
    expect(shut.err()).toBe(
      `PB_FILE_UNREADABLE: ${scenario}: You do not have permission to read this file.\nChange its permissions, or those of its folder.\n`,
    );
  });
});
