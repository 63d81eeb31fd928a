import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newWorkspace, pathOf } from '../../electron/engine/workspace/new-workspace.ts';
import { Workspace } from '../../electron/engine/workspace/workspace.ts';
import { postbench, temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';

const refusal = (code: string) => expect.objectContaining({ code }) as Error;

describe('a new workspace', () => {
  it('is made with the folders above it, has one program and no postback, and nothing is wrong with it', () => {
    using folder = temporaryFolder();
    const path = newWorkspace({ folder: join(folder.path, 'teams/acme'), start: 'empty' });
    const { view } = new Workspace(path);
    expect(view.problems).toEqual([]);
    expect(view.settings.name).toBe('acme');
    expect(view.settings.world.programs).toHaveLength(1);
    expect(view.postbacks).toEqual([]);
    expect(view.scenarios).toEqual([]);
    expect(existsSync(join(path, '.schemas/workspace.json'))).toBe(true);
  });

  it('can begin as a copy of the sample, and then has all of it', () => {
    using folder = temporaryFolder();
    const path = newWorkspace({ folder: join(folder.path, 'copy'), name: 'Ours', start: 'sample' });
    const { view } = new Workspace(path);
    expect(view.problems).toEqual([]);
    expect(view.settings.name).toBe('Ours');
    expect(view.postbacks.length).toBeGreaterThan(2);
    expect(view.scenarios.length).toBeGreaterThan(2);
    expect(view.settings.firstScenario).toBe('purchase-reversal.yaml');
  });

  it.each(['Ours: the "best" #1', "l'équipe $& $1", '- 7', 'yes', '  padded  '])(
    'has the name that was typed, whatever YAML makes of it: %s',
    (name) => {
      using folder = temporaryFolder();
      const path = newWorkspace({ folder: join(folder.path, 'w'), name, start: 'empty' });
      expect(new Workspace(path).view.settings.name).toBe(name.trim());
    },
  );

  it('leaves files alone that are in the folder', () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'postbacks'));
    writeFileSync(join(folder.path, 'postbacks/acme-life-cycle.yaml'), 'name: Mine\nurl: /mine\n');
    writeFileSync(join(folder.path, 'README.md'), 'ours');
    newWorkspace({ folder: folder.path, start: 'sample' });
    expect(readFileSync(join(folder.path, 'README.md'), 'utf8')).toBe('ours');
    expect(readFileSync(join(folder.path, 'postbacks/acme-life-cycle.yaml'), 'utf8')).toContain('/mine');
  });

  it('is refused where there is one, where a file is, and for a path that is not a full one', () => {
    using folder = temporaryFolder();
    const path = newWorkspace({ folder: join(folder.path, 'w'), start: 'empty' });
    const before = readFileSync(join(path, 'postbench.yaml'), 'utf8');
    expect(() => newWorkspace({ folder: path, name: 'Again', start: 'sample' })).toThrow(
      refusal('PB_FILE_TAKEN'),
    );
    expect(readFileSync(join(path, 'postbench.yaml'), 'utf8')).toBe(before);
    const file = join(folder.path, 'file');
    writeFileSync(file, 'text');
    expect(() => newWorkspace({ folder: file, start: 'empty' })).toThrow(refusal('PB_FILE_TAKEN'));
    expect(() => newWorkspace({ folder: join(file, 'below'), start: 'empty' })).toThrow(
      refusal('PB_FILE_UNWRITABLE'),
    );
    expect(() => newWorkspace({ folder: 'acme', start: 'empty' })).toThrow(refusal('PB_ARGUMENT_INVALID'));
    expect(readdirSync(folder.path).sort()).toEqual(['file', 'w']);
  });

  it('can be named from the home folder', () => {
    expect(pathOf('~/acme')).toBe(join(homedir(), 'acme'));
    expect(pathOf('~')).toBe(homedir());
    expect(pathOf('/srv/~acme')).toBe('/srv/~acme');
    expect(pathOf('~acme')).toBe('~acme');
  });

  it('is open once it is made, and is opened again at the next start', async () => {
    await using rig = await openEngine();
    const folder = join(rig.folder, 'acme');
    rig.engine.benches.create({ folder, start: 'empty' });
    expect(rig.engine.benches.workspace.folder).toBe(folder);
    expect(rig.engine.settings.recentWorkspaces[0]).toBe(folder);
    expect(() => rig.engine.benches.create({ folder, start: 'empty' })).toThrow(refusal('PB_FILE_TAKEN'));
    expect(rig.engine.benches.workspace.folder).toBe(folder);
  });
});

describe('postbench init', () => {
  it('makes a workspace whose scenario then runs, and says where', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'acme');
    const { code, out } = await postbench('init', path, '--name', 'Acme', '--sample', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ folder: path, name: 'Acme' });
    const run = await postbench('run', join(path, 'purchase-reversal.yaml'), '--json');
    expect(run.code).toBe(0);
  });

  it('ends with 2 where there is one already, and says what to do', async () => {
    using folder = temporaryFolder();
    const first = await postbench('init', folder.path);
    expect(first).toMatchObject({ code: 0, out: `${folder.path}\n` });
    const again = await postbench('init', folder.path);
    expect(again.code).toBe(2);
    expect(again.err).toContain('PB_FILE_TAKEN');
    expect(again.err).toContain('Open it, or choose another folder.');
  });
});
