import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BIN, type Running, startNode, temporaryFolder } from '../fixtures/command.ts';
import { ACME } from '../fixtures/run-workspace.ts';

const run = promisify(execFile);
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);

async function listening(command: Running): Promise<string> {
  return (await command.says(/Listening on (\S+)/))[1]!;
}

const post = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(url, { method: 'POST', body: 'a=1', ...init });
  return { status: response.status, text: await response.text() };
};

/** A workspace with endpoints, and the command started in its folder. */
function receiveIn(folder: string, endpoints: string, ...args: string[]): Running {
  mkdirSync(join(folder, 'postbacks'), { recursive: true });
  writeFileSync(join(folder, 'postbench.yaml'), `${ACME}endpoints: ${endpoints}\n`);
  return startNode([BIN, 'receive', '--data-dir', join(folder, 'data'), ...args], {}, folder);
}

describe('postbench receive', () => {
  it.skipIf(!hasCurl)('--tls says how to trust its certificate, and curl does', async () => {
    using folder = temporaryFolder();
    await using command = startNode([BIN, 'receive', '--tls', '--port', '0', '--data-dir', folder.path]);
    const address = await listening(command);
    expect(address).toMatch(/^https:/);
    const [, file] = /curl --cacert "([^"]+)"/.exec(command.err())!;
    expect(file).toBe(join(folder.path, 'tls/postbench.crt'));
    const { stdout } = await run('curl', ['-sS', '--cacert', file!, `${address}/pb`]);
    expect(stdout).toBe('OK');
    await command.says(/GET \/pb 200/);
  });

  it('--forward passes requests on, with rules of a file above', async () => {
    using folder = temporaryFolder();
    const real = createServer((request, response) =>
      response.writeHead(201).end(`real ${request.url}`),
    ).listen(0, '127.0.0.1');
    await once(real, 'listening');
    const { port } = real.address() as { port: number };
    const rules = join(folder.path, 'rules.yaml');
    writeFileSync(rules, '- { when: { path: /no }, respond: { status: 503 } }\n');
    await using command = startNode([
      BIN,
      'receive',
      '--port',
      '0',
      '--data-dir',
      folder.path,
      '--rules',
      rules,
      '--forward',
      `http://127.0.0.1:${port}/base`,
    ]);
    const address = await listening(command);
    expect(await post(`${address}/pb`)).toEqual({ status: 201, text: 'real /base/pb' });
    expect((await post(`${address}/no`)).status).toBe(503);
    real.closeAllConnections();
    real.close();
    await once(real, 'close');
    expect((await post(`${address}/pb`)).status).toBe(502);
    await command.says(
      /POST \/pb 502 .* Not forwarded to http:\/\/127\.0\.0\.1:\d+\/base: nothing listens there\./,
    );
  });

  it('--forward to itself is refused, and so is a host that is not allowed', async () => {
    using folder = temporaryFolder();
    await using command = startNode([
      BIN,
      'receive',
      '--port',
      '0',
      '--data-dir',
      folder.path,
      '--forward',
      'http://203.0.113.9/',
    ]);
    expect((await post(`${await listening(command)}/pb`)).text).toMatch(/203\.0\.113\.9 is not this machine/);
    const wrong = startNode([BIN, 'receive', '--data-dir', folder.path, '--forward', 'nonsense']);
    expect(await wrong.ended).toBe(2);
    expect(wrong.err()).toContain('--forward nonsense is not the address of a server.');
    const both = startNode([BIN, 'receive', '--forward', 'http://127.0.0.1:9', '--response', '500']);
    expect(await both.ended).toBe(2);
    expect(both.err()).toContain('--response and --forward cannot be combined.');
  });

  it('--endpoint listens as the workspace says, and --response comes first', async () => {
    using folder = temporaryFolder();
    const endpoints = `
  - { name: hooks, path: /hooks, access: { header: { name: X-Key, value: k } }, responses: [{ respond: { status: 202 } }] }`;
    await using command = receiveIn(folder.path, endpoints, '--endpoint', 'hooks', '--port', '0', '--json');
    const address = await listening(command);
    expect((await post(`${address}/hooks/pb`)).status).toBe(401);
    expect((await post(`${address}/hooks/pb`, { headers: { 'X-Key': 'k' } })).status).toBe(202);
    expect((await post(`${address}/other`)).status).toBe(200);
    await command.says(/"target":"\/other"/);
    const rows = command
      .out()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { endpoint: string; note: string });
    expect(rows.map(({ endpoint }) => endpoint)).toEqual(['hooks', 'hooks', 'default']);
    expect(rows[0]!.note).toBe('Not let in: The header X-Key is missing.');
    command.child.kill('SIGINT');
    await command.ended;
    await using again = receiveIn(
      folder.path,
      endpoints,
      '--endpoint',
      'hooks',
      '--port',
      '0',
      '--response',
      '500',
    );
    expect((await post(`${await listening(again)}/hooks/pb`, { headers: { 'X-Key': 'k' } })).status).toBe(
      500,
    );
  });

  it('--endpoint names those that there are for one that is unknown', async () => {
    using folder = temporaryFolder();
    const command = receiveIn(folder.path, '[{ name: hooks, path: /hooks }]', '--endpoint', 'hoks');
    expect(await command.ended).toBe(2);
    expect(command.err()).toContain('The workspace has no endpoint hoks.');
    expect(command.err()).toContain('default, hooks');
    const nowhere = startNode([BIN, 'receive', '--endpoint', 'x'], {}, '/');
    expect(await nowhere.ended).toBe(2);
    expect(nowhere.err()).toContain('PB_WORKSPACE_MISSING');
  });

  it('stays on loopback until an address is confirmed', async () => {
    using folder = temporaryFolder();
    const args = [BIN, 'receive', '--port', '0', '--data-dir', folder.path, '--bind', '0.0.0.0'];
    await using command = startNode(args);
    const port = new URL(await listening(command)).port;
    expect(command.err()).toContain('It stays on 127.0.0.1: listening on 0.0.0.0');
    await expect(post(`http://127.0.0.2:${port}/`)).rejects.toThrow('fetch failed');
    command.child.kill('SIGINT');
    await command.ended;
    await using allowed = startNode([...args, '--allow-bind', '0.0.0.0']);
    const other = new URL(await listening(allowed)).port;
    expect((await post(`http://127.0.0.2:${other}/`)).status).toBe(200);
    const wrong = startNode([BIN, 'receive', '--bind', 'nowhere']);
    expect(await wrong.ended).toBe(2);
  });

  it('listens on IPv6, with its address in brackets', async () => {
    using folder = temporaryFolder();
    await using command = startNode([
      BIN,
      'receive',
      '--port',
      '0',
      '--data-dir',
      folder.path,
      '--bind',
      '[::1]',
    ]);
    const address = await listening(command);
    expect(address).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await post(`${address}/pb`)).status).toBe(200);
  });
});
