import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { checkCommand, FAST, FEW, script, verdicts } from '../fixtures/check-command.ts';
import { temporaryFolder } from '../fixtures/command.ts';

const { begin, receiver, reportOf, to } = checkCommand();

describe('--state-command', () => {
  /** A command that asks the receiver, in a form of its own. */
  function asking(folder: string, print: string): string {
    return script(
      folder,
      'state.mjs',
      `const response = await fetch('${receiver().origin}/state?id=' + process.argv[2]);
const record = response.status === 404 ? null : await response.json();
${print}`,
    );
  }
  const PRINTS = {
    'a JSON object, and nothing for none': 'if (record) console.log(JSON.stringify(record));',
    'null for none': 'console.log(JSON.stringify(record));',
    'an array, empty for none': 'console.log(JSON.stringify(record ? [record] : []));',
    'an object, empty for none': 'console.log(JSON.stringify(record ?? {}));',
    'lines of key=value':
      "if (record) console.log('id=' + record.id + '\\nstatus=' + record.status + '\\npayout=' + record.payout);",
  };

  it.each(Object.entries(PRINTS))('that prints %s', async (_name, print) => {
    using folder = temporaryFolder();
    asking(folder.path, print);
    const { code, report, err } = await reportOf(
      [...to(), '--state-command', './state.mjs {ActionId}', ...FAST, ...FEW],
      { folder: folder.path },
    );
    expect(err).not.toContain('PB_');
    expect(verdicts(report)).toEqual({ reversal: 'pass', 'duplicate-creation': 'pass' });
    expect(code).toBe(0);
  });

  it.each([
    ['does not exist', './missing {ActionId}', 'There is no program "./missing"'],
    ['may not be executed', './plain.txt {ActionId}', 'may not be executed'],
    ['exits with 3', './fails.mjs {ActionId}', 'exit code 3. It said: no database'],
    ['prints 100 MB', './floods.mjs {ActionId}', 'more than 1 MiB'],
    ['prints HTML', './html.mjs {ActionId}', 'HTML page'],
    ['prints garbage', './garbage.mjs {ActionId}', 'neither JSON, XML, a form nor lines of name=value'],
  ])('that %s: a sentence, and money is not judged', async (_name, command, sentence) => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'plain.txt'), '');
    script(folder.path, 'fails.mjs', "console.error('first line\\nno database'); process.exit(3);");
    script(
      folder.path,
      'floods.mjs',
      "const part = 'x'.repeat(1_000_000); const go = (n) => n > 0 && process.stdout.write(part, () => go(n - 1)); go(100);",
    );
    script(folder.path, 'html.mjs', "console.log('<!doctype html><html>hello</html>');");
    script(
      folder.path,
      'garbage.mjs',
      'process.stdout.write(Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256)));',
    );
    const { code, report, err } = await reportOf([...to(), '--state-command', command, ...FAST, ...FEW], {
      folder: folder.path,
    });
    expect(err).toContain(sentence);
    expect(report.summary.moneyJudged).toBe(false);
    expect(report.summary.counts.fail).toBe(0);
    expect(code).toBe(0);
  });

  it('that hangs is stopped with its children', async () => {
    using folder = temporaryFolder();
    script(
      folder.path,
      'hangs.mjs',
      `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
writeFileSync('pids-' + process.pid, process.pid + ' ' + child.pid);
setInterval(() => {}, 1000);`,
    );
    await using running = begin(
      [...to(), '--state-command', './hangs.mjs {ActionId}', '--settle', '300ms', ...FEW],
      {
        folder: folder.path,
      },
    );
    await running.says(/did not end within 10 s and was stopped/);
    expect(await running.ended).toBe(0);
    const pids = readdirSync(folder.path)
      .filter((name) => name.startsWith('pids-'))
      .flatMap((name) => readFileSync(join(folder.path, name), 'utf8').split(' ').map(Number));
    expect(pids.length).toBeGreaterThan(1);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('is stopped by Ctrl-C', async () => {
    using folder = temporaryFolder();
    script(
      folder.path,
      'hangs.mjs',
      "import { writeFileSync } from 'node:fs'; writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000);",
    );
    await using running = begin([...to(), '--state-command', './hangs.mjs {ActionId}'], {
      folder: folder.path,
    });
    while (!existsSync(join(folder.path, 'pid'))) await wait(20);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(2);
    expect(isAlive(Number(readFileSync(join(folder.path, 'pid'), 'utf8')))).toBe(false);
  });
});

/** Whether a process runs; one that has ended and was not waited for does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
