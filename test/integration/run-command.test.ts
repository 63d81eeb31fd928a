import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CommandRunner, commandTemplate } from '../../electron/engine/checks/run-command.ts';
import { script } from '../fixtures/check-command.ts';
import { temporaryFolder } from '../fixtures/command.ts';

/** Starts a process in a session of its own, and says its id in a file. */
const LEAVES = `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
child.unref();
writeFileSync(process.argv[2], String(child.pid));
`;

const isRunning = (pid: number) => {
  try {
    // A process that has ended and is not yet reaped has no environment.
    return readFileSync(`/proc/${pid}/environ`, 'utf8') !== '';
  } catch {
    return false;
  }
};

/** Resolves once a condition holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe.runIf(process.platform === 'linux')(
  'a command that starts a process in a session of its own',
  () => {
    it('leaves nothing running once the run is over, and other commands alone', async () => {
      using folder = temporaryFolder();
      script(folder.path, 'leaves.mjs', `${LEAVES}console.log('{}');`);
      const { signal } = new AbortController();
      const options = { folder: folder.path, signal };
      const [mine, others] = [new CommandRunner(), new CommandRunner()];
      const pidOf = async (runner: CommandRunner, name: string) => {
        const file = join(folder.path, name);
        expect(await runner.run(commandTemplate(`./leaves.mjs ${file}`, 'it'), {}, options)).toMatchObject({
          type: 'done',
        });
        return Number(readFileSync(file, 'utf8'));
      };
      const [one, other] = [await pidOf(mine, 'one'), await pidOf(others, 'other')];
      expect([one, other].map(isRunning)).toEqual([true, true]);
      await mine.end();
      expect([one, other].map(isRunning)).toEqual([false, true]);
      await others.end();
      expect(isRunning(other)).toBe(false);
    });

    it('leaves nothing running when it is stopped', async () => {
      using folder = temporaryFolder();
      const file = join(folder.path, 'pid');
      script(folder.path, 'hangs.mjs', `${LEAVES}setInterval(() => {}, 1000);`);
      const abort = new AbortController();
      const runner = new CommandRunner();
      const running = runner.run(
        commandTemplate(`./hangs.mjs ${file}`, 'it'),
        {},
        { folder: folder.path, signal: abort.signal },
      );
      await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
      const pid = Number(readFileSync(file, 'utf8'));
      expect(isRunning(pid)).toBe(true);
      abort.abort(new Error('enough'));
      await expect(running).rejects.toThrow('enough');
      await until(() => !isRunning(pid));
    });
  },
);
