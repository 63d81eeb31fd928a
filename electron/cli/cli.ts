#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// No static import of our own code here: node:sqlite would fail before an old Node could be detected.
const OLDEST = [22, 19] as const;

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

/** The Node that the project installs, on platforms that have one. */
function bundledNode(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const node = join(folder, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
    if (existsSync(node)) return node;
    if (dirname(folder) === folder) return undefined;
  }
}

if (!isTooOld(process.versions.node)) {
  const { main } = await import('./program.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  const node = process.env.POSTBENCH_RESTARTED === undefined ? bundledNode() : undefined;
  if (node === undefined) {
    process.stderr.write(
      `PB_NODE_TOO_OLD: Postbench needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}. Install a newer Node.\n`,
    );
    process.exitCode = 2;
  } else {
    // The channel closes when this process ends, even by kill -9, and that tells the child to end too.
    const child = spawn(node, process.argv.slice(1), {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, POSTBENCH_RESTARTED: '1' },
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => child.kill(signal));
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    // Ended by a signal, as Ctrl-C ends a command that only reads: the shell's form of it.
    process.exitCode = code ?? (signal === null ? 3 : 128 + constants.signals[signal]);
  }
}
