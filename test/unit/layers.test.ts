import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
let copy: string;

/** Layers are broken in a copy only: a broken one leaves stray files beside the sources. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'postbench-layers-'));
  for (const entry of ['shared', 'electron', 'renderer', 'tsconfig.json', '.oxlintrc.json']) {
    cpSync(join(root, entry), join(copy, entry), { recursive: true });
  }
  // Package by package: the compiler's cache lies in node_modules too, and is the checkout's own.
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.'))
      symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  }
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function lint(file: string, text: string): { status: number | null; output: string } {
  const path = join(copy, file);
  writeFileSync(path, text);
  try {
    const { status, stdout, stderr } = spawnSync(
      join(root, 'node_modules/.bin/oxlint'),
      ['--deny-warnings', file],
      {
        cwd: copy,
        encoding: 'utf8',
      },
    );
    return { status, output: stdout + stderr };
  } finally {
    rmSync(path);
  }
}

describe('the layers', () => {
  it.each([
    [
      'shared/domain/broken.ts',
      "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
      'shared/ is pure',
    ],
    [
      'shared/template/broken.ts',
      "import { request } from 'undici';\nexport const x = request;\n",
      'shared/ is pure',
    ],
    ['shared/template/broken.ts', "export const x = import('electron');\n", 'shared/ is pure'],
    [
      'shared/scenario/broken.ts',
      "import { realClock } from '../../electron/engine/clock.ts';\nexport const x = realClock;\n",
      'shared/ is pure',
    ],
    [
      'electron/engine/world/broken.ts',
      "import { app } from 'electron';\nexport const x = app;\n",
      'Electron lives in electron/desktop',
    ],
    [
      'electron/engine/broken.ts',
      "import { open } from '../cli/open.ts';\nexport const x = open;\n",
      'The engine knows only',
    ],
    [
      'shared/domain/broken.ts',
      "import type { EngineView } from '../contract/engine.ts';\nexport type X = EngineView;\n",
      'do not know the contract',
    ],
    [
      'shared/delivery/broken.ts',
      "import type { ActivityBatch } from '../contract/activity.ts';\nexport type X = ActivityBatch;\n",
      'do not know the contract',
    ],
    [
      'shared/scenario/broken.ts',
      "import { contract } from '../contract/contract.ts';\nexport const x = contract;\n",
      'do not know the contract',
    ],
    [
      'shared/workspace/broken.ts',
      "import type { DeletedFile } from '../contract/workspace.ts';\nexport type X = DeletedFile;\n",
      'do not know the contract',
    ],
    [
      'shared/template/lint/broken.ts',
      "import type { Draft } from '../../contract/drafts.ts';\nexport type X = Draft;\n",
      'do not know the contract',
    ],
    [
      'shared/placeholders/broken.ts',
      "import type { Draft } from '../contract/drafts.ts';\nexport type X = Draft;\n",
      'do not know the contract',
    ],
    [
      'shared/template/broken.ts',
      "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
      'shared/ is pure',
    ],
    [
      'electron/engine/store/broken.ts',
      "import type { Transport } from '../sender/transport.ts';\nexport type X = Transport;\n",
      'The store keeps what others give it',
    ],
    [
      'electron/engine/store/broken.ts',
      "import { app } from 'electron';\nexport const x = app;\n",
      'Electron lives in electron/desktop',
    ],
    [
      'electron/engine/receiver/broken.ts',
      "import type { Transport } from '../sender/transport.ts';\nexport type X = Transport;\n",
      'The receiver takes any request alike',
    ],
    [
      'electron/engine/sender/broken.ts',
      "import type { Receiver } from '../receiver/receiver.ts';\nexport type X = Receiver;\n",
      'The sender sends what is in the outbox',
    ],
    [
      'electron/engine/sender/broken.ts',
      "import { redirect } from '../world/events.ts';\nexport const x = redirect;\n",
      'The sender sends what is in the outbox',
    ],
    [
      'electron/cli/broken.ts',
      "import { app } from 'electron';\nexport const x = app;\n",
      'without Electron',
    ],
    [
      'electron/desktop/broken.ts',
      "import { useState } from 'react';\nexport const x = useState;\n",
      'The desktop knows only',
    ],
    [
      'renderer/state/broken.ts',
      "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
      'The screen knows only',
    ],
    [
      'renderer/state/broken.ts',
      "import { Engine } from '../../electron/engine/engine.ts';\nexport const x = Engine;\n",
      'The screen knows only',
    ],
    [
      'renderer/lib/broken.ts',
      "import { notify } from '../state/notify.ts';\nexport const x = notify;\n",
      'renderer/lib is pure',
    ],
    [
      'renderer/components/broken.ts',
      "import { useUi } from '../state/ui.ts';\nexport const x = useUi;\n",
      'no state, no features',
    ],
    [
      'renderer/components/broken.ts',
      "import { AttemptView } from '../features/attempt/index.ts';\nexport const x = AttemptView;\n",
      'no state, no features',
    ],
    [
      'renderer/state/broken.ts',
      "import { Chip } from '../components/Chip.tsx';\nexport const x = Chip;\n",
      'State has no pixels',
    ],
    [
      'renderer/features/attempt/broken.ts',
      "import { useSimulator } from '../simulator/simulator-view.ts';\nexport const x = useSimulator;\n",
      'A feature knows no other one',
    ],
    [
      'renderer/features/receiver/broken.ts',
      "import { PostbackList } from '../templates/PostbackList.tsx';\nexport const x = PostbackList;\n",
      'A feature knows no other one',
    ],
    [
      'renderer/features/sending/broken.ts',
      "import { useSimulator } from '../simulator/simulator-view.ts';\nexport const x = useSimulator;\n",
      'A feature knows no other one',
    ],
    [
      'renderer/features/simulator/actions/broken.ts',
      "import { PostbackList } from '../../templates/PostbackList.tsx';\nexport const x = PostbackList;\n",
      'A feature knows no other one',
    ],
    [
      'renderer/features/templates/broken.ts',
      "import { AttemptView } from '../attempt/AttemptView.tsx';\nexport const x = AttemptView;\n",
      'A feature knows no other one',
    ],
    [
      'renderer/features/templates/broken.ts',
      "import { App } from '../../shell/App.tsx';\nexport const x = App;\n",
      'A feature knows no other one',
    ],
    [
      'renderer/features/templates/broken.ts',
      "import { Engine } from '../../../electron/engine/engine.ts';\nexport const x = Engine;\n",
      'The screen knows only',
    ],
  ])('%s may not reach out of its layer (%#)', (file, text, message) => {
    const { status, output } = lint(file, text);
    expect(output).toContain(message);
    expect(status).not.toBe(0);
  });

  it.each([
    ['shared/domain', 'import type { Two }'],
    ['electron/engine/store', 'import type { Two }'],
    ['electron/cli', 'import { two }'],
  ])('have no imports in a circle in %s, be they of types or values', (folder, imported) => {
    const other = join(copy, folder, 'broken-other.ts');
    writeFileSync(
      other,
      "import { one } from './broken.ts';\nexport type Two = typeof one;\nexport const two = 2;\n",
    );
    const { status, output } = lint(
      `${folder}/broken.ts`,
      `${imported} from './broken-other.ts';\nexport const one = 1;\nexport type One = ${imported.includes('type') ? 'Two' : 'typeof two'};\n`,
    );
    rmSync(other);
    expect(output).toContain('no-cycle');
    expect(status).not.toBe(0);
  });

  it('let through what the layers allow', () => {
    const text =
      "import { z } from 'zod';\nimport { formatMoney } from './money.ts';\nexport const x = [z, formatMoney];\n";
    expect(lint('shared/domain/fine.ts', text)).toMatchObject({ status: 0 });
    const door = "import { AttemptView } from '../attempt/index.ts';\nexport const x = AttemptView;\n";
    expect(lint('renderer/features/templates/fine.ts', door)).toMatchObject({ status: 0 });
  });

  it('take no circle of imports within the screen', () => {
    const there = join(copy, 'renderer/lib/there.ts');
    writeFileSync(there, "import { here } from './here.ts';\nexport const there = () => here;\n");
    const { status, output } = lint(
      'renderer/lib/here.ts',
      "import { there } from './there.ts';\nexport const here = () => there;\n",
    );
    rmSync(there);
    expect(output).toContain('Dependency cycle detected');
    expect(status).not.toBe(0);
  });

  it.each([
    'process.pid',
    'window.name',
    'document.title',
    'Buffer.alloc(1)',
    'setTimeout(() => {}, 1)',
    "fetch('x')",
  ])('give shared code no global %s', (expression) => {
    const path = join(copy, 'shared/broken-global.ts');
    writeFileSync(path, `export const x = ${expression};\n`);
    const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-b', 'shared'], {
      cwd: copy,
      encoding: 'utf8',
    });
    rmSync(path);
    expect(stdout).toMatch(/broken-global\.ts.*TS(2304|2503|2584|2591|2552)/);
    expect(status).not.toBe(0);
  });

  it('leave only electron/desktop with an import of electron', () => {
    const output = spawnSync('grep', ['-rlE', "from 'electron(-store)?'", 'shared', 'electron', 'renderer'], {
      cwd: copy,
      encoding: 'utf8',
    });
    const files = output.stdout.split('\n').filter(Boolean);
    expect(files.filter((file) => !file.startsWith('electron/desktop/'))).toEqual([]);
    expect(readdirSync(join(copy, 'electron/desktop')).length).toBeGreaterThan(0);
  });
});
