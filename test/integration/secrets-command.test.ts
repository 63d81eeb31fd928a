import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, startNode, temporaryFolder } from '../fixtures/command.ts';

const SAMPLE = 'shared/examples/purchase-reversal.yaml';
const VALUE = 'tr0ub4dor & "3" é';
const ENCODED = encodeURIComponent(VALUE);
/** Parts of the value that every way of writing it has. */
const TRACE = 'tr0ub4dor';

/** Runs the built command with variables of its own, and a home of its own. */
async function command(home: string, env: NodeJS.ProcessEnv, ...args: string[]) {
  await using running = startNode([BIN, ...args], { XDG_CONFIG_HOME: home, ...env });
  const code = await running.ended;
  return { code, out: running.out(), err: running.err() };
}

/** A receiver that keeps the targets of requests and repeats each in its response. */
async function echoingReceiver() {
  const targets: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    targets.push(url);
    response.setHeader('X-Echo', url);
    response.end(`you sent ${url}, that is ${decodeURIComponent(url)}`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    targets,
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((done) => void server.close(() => done())),
  };
}

/** Files below a folder that contain a text. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

describe('a secret on the command line', () => {
  it('reaches the receiver and is found nowhere else: not in the store, the log or the output', async () => {
    using folder = temporaryFolder();
    using home = temporaryFolder();
    await using receiver = await echoingReceiver();
    const { code, out, err } = await command(
      home.path,
      { POSTBENCH_SECRET_API_KEY: VALUE },
      'run',
      SAMPLE,
      '--to',
      `${receiver.base}/{secret:api-key}?id={ActionId}&key={secret:API_KEY}`,
      '--data-dir',
      folder.path,
      '--json',
      '--log-level',
      'debug',
    );
    expect(code, err).toBe(0);
    expect(receiver.targets).toHaveLength(5);
    for (const target of receiver.targets) {
      expect(target).toContain(`/${ENCODED}?id=`);
      expect(target).toContain(`&key=${ENCODED}`);
    }
    expect(out + err).not.toContain(TRACE);
    expect(filesWith(folder.path, TRACE)).toEqual([]);
    expect(filesWith(folder.path, '{secret:API_KEY}')).toContain(join(folder.path, 'postbench.db'));
  });

  it('is kept as it arrived by the receiver of Postbench, and shown only when asked for', async () => {
    using folder = temporaryFolder();
    using home = temporaryFolder();
    const env = { POSTBENCH_SECRET_KEY: VALUE };
    const data = ['--data-dir', folder.path];
    const { code, err } = await command(
      home.path,
      env,
      'run',
      SAMPLE,
      '--to',
      '/pb?key={secret:KEY}&id={ActionId}',
      ...data,
    );
    expect(code, err).toBe(0);
    for (const json of [[], ['--json']]) {
      const { out } = await command(home.path, env, 'captures', ...data, ...json);
      expect(out).toContain('/pb?key={secret:KEY}&id=');
      expect(out).not.toContain(TRACE);
      const shown = await command(home.path, env, 'captures', ...data, ...json, '--show-secrets');
      expect(shown.out).toContain(ENCODED);
    }
    // It cannot be told from other texts where its value is not known.
    expect((await command(home.path, {}, 'captures', ...data)).out).toContain(ENCODED);
  });

  it('without a value is not sent, and both the linter and the run say what to do', async () => {
    using folder = temporaryFolder();
    using home = temporaryFolder();
    await using receiver = await echoingReceiver();
    const to = `${receiver.base}/pb?id={ActionId}&st={Status}&key={secret:no-such}`;
    const { code, err } = await command(home.path, {}, 'run', SAMPLE, '--to', to, '--data-dir', folder.path);
    expect(code).toBe(1);
    expect(receiver.targets).toEqual([]);
    // The linter warns before the run, and the run says it of what was not sent.
    expect(err.match(/Set POSTBENCH_SECRET_NO_SUCH/g)).toHaveLength(2);
    const lint = await command(home.path, {}, 'lint', '--url', to);
    expect(lint.out).toContain('secret-without-value');
    expect(lint.out).not.toContain('placeholder-unknown');
    const good = await command(home.path, { POSTBENCH_SECRET_NO_SUCH: VALUE }, 'lint', '--url', to);
    expect(good.out).not.toContain('secret');
    const rendered = await command(home.path, { POSTBENCH_SECRET_NO_SUCH: VALUE }, 'render', '--url', to);
    expect(rendered.out).toContain('&key={secret:no-such} HTTP/1.1');
    expect(rendered.err).toBe('');
  });

  it('comes from secrets.json of the data folder, which others may not read and which may be broken', async () => {
    using home = temporaryFolder();
    using folder = temporaryFolder();
    await using receiver = await echoingReceiver();
    const file = join(folder.path, 'secrets.json');
    const run = () =>
      command(
        home.path,
        {},
        'run',
        SAMPLE,
        '--to',
        `${receiver.base}/?key={secret:KEY}&id={ActionId}`,
        '--data-dir',
        folder.path,
      );
    writeFileSync(file, JSON.stringify({ KEY: VALUE }));
    chmodSync(file, 0o644);
    expect(await run()).toMatchObject({ code: 1, err: expect.stringContaining('PB_SECRETS_EXPOSED') });
    chmodSync(file, 0o600);
    expect(await run()).toMatchObject({ code: 0 });
    expect(receiver.targets[0]).toContain(`key=${ENCODED}`);
    writeFileSync(file, `{ "KEY": "${TRACE}`);
    const broken = await run();
    expect(broken).toMatchObject({ code: 1, err: expect.stringContaining('PB_SECRETS_INVALID') });
    expect(broken.out + broken.err).not.toContain(TRACE);
  });
});
