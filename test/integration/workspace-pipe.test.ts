import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleWorkspace } from '../../electron/engine/workspace/new-workspace.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';

it.skipIf(process.platform === 'win32')(
  'pipes and a link to itself among the files of a workspace are problems of it, and the engine opens',
  async () => {
    using folder = temporaryFolder();
    const workspace = sampleWorkspace(folder.path);
    for (const file of ['postbacks/pipe.yaml', 'scenario-pipe.yaml'])
      execFileSync('mkfifo', [join(workspace, file)]);
    symlinkSync('check.yaml', join(workspace, 'check.yaml'));
    await using opened = await openEngine({ workspace });
    const said = opened.engine.benches.workspace.view.problems.map(
      ({ file, message }) => `${file}: ${message}`,
    );
    expect(said.toSorted()).toEqual([
      'check.yaml: This is a symbolic link that leads back to itself.',
      'postbacks/pipe.yaml: This is a pipe or a device, not a file.',
      'scenario-pipe.yaml: This is a pipe or a device, not a file.',
    ]);
  },
);
