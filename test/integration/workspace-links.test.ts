import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newWorkspace } from '../../electron/engine/workspace/new-workspace.ts';
import { schemaProblems, writeSchemas } from '../../electron/engine/workspace/schemas.ts';
import { copyProfile, selectProfile } from '../../electron/engine/workspace/settings-edits.ts';
import { Workspace } from '../../electron/engine/workspace/workspace.ts';
import type { PostbenchError } from '../../shared/errors.ts';
import { temporaryFolder } from '../fixtures/command.ts';

/** A workspace, and a folder outside it with a file that must stay as it is. */
class Rig implements Disposable {
  readonly #folder = temporaryFolder();
  readonly workspace = join(this.#folder.path, 'workspace');
  readonly outside = join(this.#folder.path, 'outside');

  constructor() {
    mkdirSync(this.outside);
    newWorkspace({ folder: this.workspace, start: 'sample' });
  }

  /** Moves a part of the workspace out of it and leaves a link behind. */
  linkOut(name: string): void {
    renameSync(join(this.workspace, name), join(this.outside, 'moved'));
    symlinkSync(join(this.outside, 'moved'), join(this.workspace, name));
  }

  /** All that is outside. */
  contents(): Record<string, string> {
    const files = readdirSync(this.outside, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    return Object.fromEntries(
      files.map((one) => [
        join(one.parentPath, one.name),
        readFileSync(join(one.parentPath, one.name), 'utf8'),
      ]),
    );
  }

  /** Does something that must be refused and change nothing outside. */
  refuses(work: (workspace: Workspace) => unknown): void {
    const before = this.contents();
    const workspace = new Workspace(this.workspace);
    let thrown: PostbenchError | undefined;
    try {
      work(workspace);
    } catch (error) {
      thrown = error as PostbenchError;
    }
    expect(thrown).toMatchObject({
      code: 'PB_FILE_UNWRITABLE',
      remedy: expect.stringContaining('Replace the link') as string,
    });
    expect(this.contents()).toEqual(before);
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

const POSTBACK = 'postbacks/acme-life-cycle.yaml';

describe('nothing is written through a link out of the workspace', () => {
  it.each(['.schemas', '.schemas/scenario.json'])('for schemas (%s)', (name) => {
    using rig = new Rig();
    rig.linkOut(name);
    writeFileSync(
      name === '.schemas' ? join(rig.outside, 'moved/scenario.json') : join(rig.outside, 'moved'),
      'mine',
    );
    rig.refuses(() => writeSchemas(rig.workspace));
    if (name !== '.schemas') return;
    expect(schemaProblems(rig.workspace)).toMatchObject([{ file: '.schemas' }]);
    expect(new Workspace(rig.workspace).view.problems).toMatchObject([{ file: '.schemas' }]);
  });

  it.each(['postbacks', POSTBACK])('for a postback (%s)', (name) => {
    using rig = new Rig();
    rig.linkOut(name);
    rig.refuses((workspace) => {
      const { content, version } = workspace.view.postbacks.find(({ file }) => file === POSTBACK)!;
      return workspace.savePostback(POSTBACK, version, { ...content!, name: 'Changed' }, false);
    });
    if (name === 'postbacks') {
      rig.refuses((workspace) => workspace.createPostback({ name: 'New' }));
      rig.refuses((workspace) => {
        const { version } = workspace.view.postbacks.find(({ file }) => file === POSTBACK)!;
        return workspace.deletePostback(POSTBACK, version);
      });
    }
  });

  it.each(['postbench.yaml'])('for settings (%s)', (name) => {
    using rig = new Rig();
    rig.linkOut(name);
    rig.refuses((workspace) => selectProfile(workspace.view, 'everflow'));
  });

  it('for a folder whose link leads to nowhere', () => {
    using rig = new Rig();
    symlinkSync(join(rig.outside, 'nowhere'), join(rig.workspace, 'profiles'));
    rig.refuses((workspace) => copyProfile(workspace.view, 'everflow'));
  });

  it('for a new workspace', () => {
    using rig = new Rig();
    const folder = join(rig.workspace, 'new');
    mkdirSync(folder);
    symlinkSync(rig.outside, join(folder, '.schemas'));
    rig.refuses(() => newWorkspace({ folder, start: 'empty' }));
    expect(readdirSync(folder)).toEqual(['.schemas']);
  });
});

it('a link within the workspace, or to the whole workspace, is followed', () => {
  using rig = new Rig();
  renameSync(join(rig.workspace, 'postbacks'), join(rig.workspace, 'kept'));
  symlinkSync('kept', join(rig.workspace, 'postbacks'));
  symlinkSync(rig.workspace, join(rig.outside, 'linked'));
  const workspace = new Workspace(join(rig.outside, 'linked'));
  expect(workspace.createPostback({ name: 'New' }).file).toBe('postbacks/new.yaml');
  expect(readdirSync(join(rig.workspace, 'kept'))).toContain('new.yaml');
});
