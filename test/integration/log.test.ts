import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../electron/engine/log.ts';
import { logFile, logFiles, RotatingFile } from '../../electron/engine/log-file.ts';
import { BIN, postbench, ROOT, start, startNode, temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';

const SAMPLE = 'shared/examples/purchase-reversal.yaml';

interface Line {
  level: string;
  time: string;
  msg: string;
  host: string;
  to?: string;
}

async function linesOf(dataFolder: string, ...options: string[]): Promise<Line[]> {
  const { code, out, err } = await postbench('logs', '--data-dir', dataFolder, '--json', ...options);
  expect(code, err).toBe(0);
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

describe('the log', () => {
  it('tells how a run went, without the secret of its URL, and postbench logs shows it', async () => {
    using folder = temporaryFolder();
    const to = 'http://127.0.0.1:9/pb?id={ActionId}&secure=ed7e46f';
    await postbench('run', SAMPLE, '--to', to, '--data-dir', folder.path);
    expect(readFileSync(logFile(folder.path), 'utf8')).not.toContain('ed7e46f');
    const lines = await linesOf(folder.path);
    expect(lines.map(({ msg }) => msg)).toEqual([
      'The engine started.',
      'The receiver is listening.',
      'A run started.',
      'A run ended.',
      'The engine stopped.',
    ]);
    expect(lines[2]).toMatchObject({
      level: 'info',
      host: 'run',
      to: 'http://127.0.0.1:9/pb?id={ActionId}&secure=•••',
    });
    expect(await linesOf(folder.path, '--limit', '2')).toEqual(lines.slice(-2));
    expect(await linesOf(folder.path, '--level', 'warn')).toEqual([]);
    const { out } = await postbench('logs', '--data-dir', folder.path);
    expect(out.split('\n')[0]).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z INFO {2}The engine started\. .*dataFolder=/,
    );
  });

  it('is followed while the app runs, until its end', async () => {
    using folder = temporaryFolder();
    await using follower = start('logs', '--data-dir', folder.path, '--follow');
    await using app = start('serve', '--no-open', '--port', '0', '--data-dir', folder.path);
    await follower.says(/The receiver is listening\./);
    await app.says(/Postbench is at/);
    app.child.kill('SIGTERM');
    await follower.says(/The engine stopped\./);
    follower.child.kill('SIGINT');
    expect(await follower.ended).toBe(0);
  });

  it('takes its level from the option, else the environment, else the settings', async () => {
    using folder = temporaryFolder();
    const run = async (env: NodeJS.ProcessEnv, ...options: string[]) => {
      const before = (await linesOf(folder.path)).length;
      await using running = startNode([BIN, 'run', SAMPLE, '--data-dir', folder.path, ...options], env);
      expect(await running.ended, running.err()).toBe(0);
      return (await linesOf(folder.path)).length - before;
    };
    expect(await run({ POSTBENCH_LOG_LEVEL: 'error' })).toBe(0);
    expect(await run({ POSTBENCH_LOG_LEVEL: 'error' }, '--log-level', 'info')).toBe(5);
    writeFileSync(join(folder.path, 'settings.json'), JSON.stringify({ logLevel: 'silent' }));
    expect(await run({})).toBe(0);
    expect(await run({ POSTBENCH_LOG_LEVEL: 'nonsense' }, '--log-level', 'debug')).toBe(5);
  });

  it('passes no control character on to the terminal, and shows half a line for what it is', async () => {
    using folder = temporaryFolder();
    openLog(folder.path, 'test').warn('A bell \u0007 and \u001b[2J\u009b2J', { text: '\u001b]0;x\u0007' });
    appendFileSync(logFile(folder.path), '{"level":"info","ti\u001b[31m\n');
    for (const json of [[], ['--json']]) {
      const { out } = await postbench('logs', '--data-dir', folder.path, ...json);
      expect(out.replaceAll('\n', '')).not.toMatch(/[\0-\x1f\x7f-\x9f]/);
      expect(out).toContain('{');
    }
  });

  it('is bounded: older files move on, and the oldest goes', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'logs', 'postbench.log');
    const file = new RotatingFile(path, 1_000);
    for (let n = 0; n < 200; n += 1) file.write(`${String(n).padStart(99, '0')}\n`);
    const files = logFiles(path);
    expect(readdirSync(join(folder.path, 'logs'))).toHaveLength(files.length);
    const lines = files.flatMap((name) => readFileSync(name, 'utf8').split('\n').filter(Boolean).map(Number));
    expect(lines).toEqual(Array.from({ length: lines.length }, (_, n) => 200 - lines.length + n));
    for (const name of files) expect(statSync(name).size).toBeLessThanOrEqual(1_000);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it.skipIf(process.platform !== 'linux')(
    'loses only lines on a full disk, and says how many once there is room',
    async () => {
      using folder = temporaryFolder();
      const path = logFile(folder.path);
      mkdirSync(join(folder.path, 'logs'));
      symlinkSync('/dev/full', path);
      const { code, err } = await postbench('run', SAMPLE, '--data-dir', folder.path);
      expect(code, err).toBe(0);
      expect(readdirSync(join(folder.path, 'logs'))).toEqual(['postbench.log']);

      const room = join(folder.path, 'other', 'x.log');
      writeFileSync(join(folder.path, 'other'), 'a file where the folder should be');
      const file = new RotatingFile(room);
      file.write('a\n');
      file.write('b\n');
      rmSync(join(folder.path, 'other'));
      file.write('c\n');
      expect(readFileSync(room, 'utf8')).toMatch(
        /^\n\{.*"2 lines of this log could not be written\."\}\nc\n$/,
      );
    },
  );

  it('has the last words of a process that ends by an error nobody caught', async () => {
    using folder = temporaryFolder();
    const url = pathToFileURL(join(ROOT, 'electron/engine/log.ts')).href;
    const program = `import { logUncaught, openLog } from ${JSON.stringify(url)};
      logUncaught(openLog(${JSON.stringify(folder.path)}, 'test'));
      throw new Error('of token=abc');`;
    await using running = startNode(['--input-type=module', '-e', program]);
    expect(await running.ended).toBe(1);
    const [line] = await linesOf(folder.path, '--level', 'fatal');
    expect(line).toMatchObject({ level: 'fatal', error: { message: 'of token=•••' } });
  });

  it('is silent where an engine is given none', async () => {
    await using opened = await openEngine();
    expect(readdirSync(opened.engine.dataFolder)).not.toContain('logs');
  });

  it('tells of a data folder that has none nothing, and ends with 0', async () => {
    using folder = temporaryFolder();
    expect(await postbench('logs', '--data-dir', join(folder.path, 'none'))).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    expect((await postbench('logs', '--level', 'loud')).code).toBe(2);
  });
});
