import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { captureFilter } from '../../electron/engine/capture-filter.ts';
import { Engine } from '../../electron/engine/engine.ts';
import type { EngineOptions } from '../../electron/engine/engine-options.ts';
import { parseResponses } from '../../shared/receiver/response-list.ts';
import { cents } from '../fixtures/cents.ts';
import { postbench, temporaryFolder } from '../fixtures/command.ts';
import { ACME } from '../fixtures/run-workspace.ts';

const POSTBACK = `name: P
url: endpoint:hooks/pb?id={ActionId}&st={Status}&pay={Payout}
`;

/** A workspace and an engine over it, on free ports. */
class Rig implements AsyncDisposable {
  readonly folder = temporaryFolder();
  readonly workspace = join(this.folder.path, 'workspace');
  engine!: Engine;

  static async open(endpoints: string, options: Partial<EngineOptions> = {}): Promise<Rig> {
    const rig = new Rig();
    mkdirSync(join(rig.workspace, 'postbacks'), { recursive: true });
    writeFileSync(join(rig.workspace, 'postbacks/p.yaml'), POSTBACK);
    rig.write(endpoints);
    rig.engine = await Engine.open({
      dataFolder: join(rig.folder.path, 'data'),
      workspace: rig.workspace,
      port: 0,
      ...options,
    });
    return rig;
  }

  write(endpoints: string): void {
    writeFileSync(
      join(this.workspace, 'postbench.yaml'),
      `${ACME}sending: { processing: none }\nendpoints: ${endpoints}\n`,
    );
  }

  /** Writes the endpoints and resolves once a condition on the receiver's view holds. */
  async change(endpoints: string, holds: () => boolean): Promise<void> {
    this.write(endpoints);
    await this.engine.benches.workspace.refresh();
    await this.until(holds);
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const stops = [this.engine.onView(resolve), this.engine.benches.onChange(resolve)];
      if (!holds()) await promise;
      for (const stop of stops) stop();
    }
  }

  endpoint(name: string) {
    return this.engine.receiver.view().endpoints.find((one) => one.name === name);
  }

  /** The status of a GET at an endpoint. */
  get(name: string, path: string): Promise<number> {
    const { address, path: prefix } = this.endpoint(name)!;
    return statusOf(`${address}${prefix}${path}`);
  }

  get captures() {
    return this.engine.captures.after(0, 1000);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.close();
    this.folder[Symbol.dispose]();
  }
}

function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { agent: false, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });
}

async function takenPort(): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    port: (server.address() as { port: number }).port,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

test('each endpoint responds by its own rules, and captures name it', async () => {
  await using rig = await Rig.open(`
  - { name: hooks, path: /hooks, responses: [{ respond: { status: 503 }, times: 1 }, { respond: { status: 202 } }] }
  - { name: other, port: 0, responses: [{ name: Gone, respond: { status: 410 } }] }
  - { name: default, responses: [{ when: { path: /no }, respond: { status: 404 } }] }`);
  expect(await rig.get('hooks', '/pb')).toBe(503);
  expect(await rig.get('hooks', '/pb')).toBe(202);
  expect(await rig.get('other', '/hooks')).toBe(410);
  expect(await rig.get('default', '/no')).toBe(404);
  expect(await rig.get('default', '/yes')).toBe(200);
  expect(rig.captures.map(({ endpoint }) => endpoint)).toEqual([
    'hooks',
    'hooks',
    'other',
    'default',
    'default',
  ]);
  expect(
    rig.engine.captures
      .list({ filter: captureFilter('endpoint:HOOKS'), from: 'oldest', limit: 9 })
      .rows.map(({ id }) => id),
  ).toEqual([1, 2]);
  expect(rig.engine.captures.get(3, 0)!.rule).toMatchObject({ name: 'Gone', owner: 'workspace' });
  expect(rig.engine.receiver.view().endpoints.map(({ name, path, state }) => [name, path, state])).toEqual([
    ['default', '', 'listening'],
    ['hooks', '/hooks', 'listening'],
    ['other', '', 'listening'],
  ]);
});

test('the user’s responses are above those of the endpoints, and leave them as they were', async () => {
  await using rig = await Rig.open(
    '[{ name: hooks, path: /hooks, responses: [{ respond: { status: 202 } }] }]',
  );
  rig.engine.receiver.responses.set('user', parseResponses('500'));
  expect(await rig.get('hooks', '/pb')).toBe(500);
  rig.engine.receiver.responses.remove('user');
  expect(await rig.get('hooks', '/pb')).toBe(202);
});

test('endpoints that are added, changed and removed are taken over while the receiver runs', async () => {
  await using rig = await Rig.open('[]');
  const { address } = rig.engine.receiver;
  await rig.change('[{ name: other, port: 0 }]', () => rig.endpoint('other')?.state === 'listening');
  const former = rig.endpoint('other')!.address;
  expect(await rig.get('other', '/')).toBe(200);
  await rig.change(
    '[{ name: other, port: 0, responses: [{ respond: { status: 410 } }] }]',
    () => rig.engine.benches.workspace.view.settings.endpoints[0]!.responses.length === 1,
  );
  expect(rig.endpoint('other')!.address).toBe(former);
  expect(await rig.get('other', '/')).toBe(410);
  await rig.change('[{ name: hooks, path: /hooks }]', () => !rig.engine.receiver.isOwn(former));
  expect(rig.endpoint('other')).toBeUndefined();
  await expect(statusOf(former)).rejects.toThrow('ECONNREFUSED');
  expect(await rig.get('hooks', '/')).toBe(200);
  expect(rig.engine.receiver.address).toBe(address);
});

test('rules count on while other parts of the workspace change', async () => {
  const rules = '[{ name: hooks, path: /hooks, responses: [{ respond: { status: "503, 200" } }] }]';
  await using rig = await Rig.open(rules);
  expect(await rig.get('hooks', '/')).toBe(503);
  writeFileSync(join(rig.workspace, 'postbacks/p.yaml'), POSTBACK.replace('name: P', 'name: Q'));
  await rig.change(rules, () => rig.engine.benches.workspace.view.postbacks[0]!.content!.name === 'Q');
  expect(await rig.get('hooks', '/')).toBe(200);
});

test('while the file is wrong, the endpoints before it stay in force, and its place is named', async () => {
  await using rig = await Rig.open('[{ name: other, port: 0, responses: [{ respond: { status: 410 } }] }]');
  await rig.change(
    '[{ name: other, port: many }]',
    () => rig.engine.benches.workspace.view.problems[0]?.file === 'postbench.yaml',
  );
  expect(rig.engine.benches.workspace.view.problems[0]).toMatchObject({
    file: 'postbench.yaml',
    line: 7,
    column: 34,
    message: 'endpoints[1].port: must be a number, not "many".',
  });
  expect(await rig.get('other', '/')).toBe(410);
});

test('a port that is taken is the problem of its endpoint alone', async () => {
  await using taken = await takenPort();
  await using rig = await Rig.open(
    `[{ name: other, port: ${taken.port} }, { name: hooks, path: /hooks }, { name: third, port: 0 }]`,
  );
  expect(rig.endpoint('other')).toMatchObject({
    state: 'failed',
    address: '',
    note: `Port ${taken.port} of 127.0.0.1 is taken by another program. Stop that program, or give the endpoint another port in postbench.yaml (0 takes any free one).`,
  });
  expect(await rig.get('hooks', '/')).toBe(200);
  expect(await rig.get('third', '/')).toBe(200);
  await taken[Symbol.asyncDispose]();
  await rig.engine.receiver.restart();
  expect(await rig.get('other', '/')).toBe(200);
});

test('the sender finds an endpoint by its name', async () => {
  await using rig = await Rig.open(
    '[{ name: hooks, path: /hooks, responses: [{ respond: { status: 201 } }] }, { name: other, port: 0 }]',
  );
  const { engine } = rig;
  await engine.manual.track({ amount: cents(10_000) });
  await rig.until(() => rig.captures.length > 0 && rig.captures[0]!.delivery?.outcome === 'delivered');
  expect(rig.captures[0]).toMatchObject({ endpoint: 'hooks', responseStatus: 201 });
  expect(rig.captures[0]!.target).toMatch(/^\/hooks\/pb\?id=/);
});

test('an unknown endpoint in a postback is a problem of the workspace at its place', async () => {
  await using rig = await Rig.open('[{ name: hook, path: /hooks }]');
  expect(rig.engine.benches.workspace.view.problems).toEqual([
    {
      file: 'postbacks/p.yaml',
      line: 2,
      column: 6,
      message: 'url: the workspace has no endpoint "hooks", only default, hook.',
      remedy: 'Did you mean hook? Use it, or add "hooks" to endpoints in postbench.yaml.',
    },
  ]);
});

test('the sender accepts the certificate of an HTTPS endpoint of ours', async () => {
  await using rig = await Rig.open(
    '[{ name: hooks, port: 0, tls: true, responses: [{ respond: { status: 201 } }] }]',
  );
  await rig.engine.manual.track({ amount: cents(10_000) });
  await rig.until(() => rig.captures[0]?.delivery?.outcome === 'delivered');
  expect(rig.endpoint('hooks')).toMatchObject({
    address: expect.stringMatching(/^https:/),
    tls: true,
    note: '',
  });
  expect(rig.captures).toMatchObject([{ endpoint: 'hooks', responseStatus: 201 }]);
});

test('the receiver’s own port keeps its number when it changes to HTTPS', async () => {
  await using rig = await Rig.open('[{ name: hooks, path: /hooks }]');
  const { address } = rig.engine.receiver;
  await rig.change('[{ name: hooks, path: /hooks }, { name: default, tls: true, bind: "::1" }]', () =>
    rig.engine.receiver.local.receiverBase.startsWith('https'),
  );
  const { port } = new URL(address);
  expect(rig.engine.receiver.local).toEqual({
    receiverBase: `https://[::1]:${port}`,
    endpoints: { hooks: `https://[::1]:${port}/hooks` },
  });
  await rig.engine.manual.track({ amount: cents(10_000) });
  await rig.until(() => rig.captures[0]?.delivery?.outcome === 'delivered');
  expect(rig.captures[0]!.endpoint).toBe('hooks');
});

const FIREWALL = `
  - name: hooks
    path: /hooks
    access: { allow: [203.0.113.0/25], header: { name: X-Key, value: k } }
    responses: [{ respond: { status: 201 }, times: 1 }, { respond: { status: 202 } }]`;

test('who is not let in gets 403 or 401, and the capture says why', async () => {
  await using rig = await Rig.open(FIREWALL);
  const get = (headers: Record<string, string>) => {
    const { address, path } = rig.endpoint('hooks')!;
    return statusOf(`${address}${path}/pb`, headers);
  };
  expect(await get({})).toBe(403);
  expect(await get({ 'X-Forwarded-For': '203.0.113.200', 'X-Key': 'k' })).toBe(403);
  expect(await get({ 'X-Forwarded-For': '203.0.113.9' })).toBe(401);
  expect(await get({ 'X-Forwarded-For': '203.0.113.9', 'X-Key': 'k' })).toBe(201);
  expect(await statusOf(`${rig.engine.receiver.address}/pb`)).toBe(200);
  expect(rig.captures.map(({ id }) => rig.engine.captures.get(id, 0)!.note)).toEqual([
    'Not let in: 127.0.0.1 is not in 203.0.113.0/25.',
    'Not let in: 203.0.113.200 is not in 203.0.113.0/25.',
    'Not let in: The header X-Key is missing.',
    '',
    '',
  ]);
});

test('a scenario plays that only part of the platform’s addresses is let in', async () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'postbacks'));
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
  const rule = '{ when: { sender: { notIn: 203.0.113.0/25 } }, respond: { status: 403 } }';
  write('postbench.yaml', `${ACME}endpoints: [{ name: hooks, path: /hooks, responses: [${rule}] }]\n`);
  write('postbacks/p.yaml', POSTBACK);
  write(
    'one.yaml',
    `name: One
senderAddress: 203.0.113.9
steps:
  - track: { program: Acme, amount: "100.00" }
  - senderAddress: 203.0.113.200
  - track: { program: Acme, amount: "200.00" }
`,
  );
  const data = join(folder.path, 'data');
  const { out } = await postbench('run', join(folder.path, 'one.yaml'), '--data-dir', data, '--json');
  const { deliveries } = JSON.parse(out) as {
    deliveries: { outcome: string; attempts: { status: number }[] }[];
  };
  expect(deliveries.map(({ outcome, attempts }) => [outcome, attempts[0]!.status])).toEqual([
    ['delivered', 200],
    ['given-up', 403],
  ]);
  const captures = await postbench('captures', '--data-dir', data, '--json', '--limit', '1');
  expect(JSON.parse(captures.out)).toMatchObject({
    endpoint: 'hooks',
    headers: expect.arrayContaining([['X-Forwarded-For', '203.0.113.200']]),
  });
});

/** What the tests have to see is that a listener is at all addresses; that others reach it needs another machine. */
const OPEN = '[{ name: open, port: 0, bind: 0.0.0.0 }]';

test('an address where others reach an endpoint must be confirmed, and until then it stays on loopback', async () => {
  const asked: unknown[] = [];
  let allowed = false;
  await using rig = await Rig.open(OPEN, {
    askToBind: (question) => {
      asked.push(question);
      return Promise.resolve(allowed);
    },
  });
  const before = rig.endpoint('open')!;
  expect(before).toMatchObject({ state: 'listening', bind: '0.0.0.0', unconfirmed: true });
  expect(before.note).toMatch(
    /^It stays on 127\.0\.0\.1: listening on 0\.0\.0\.0, where other machines can reach it/,
  );
  await expect(statusOf(before.address.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('ECONNREFUSED');
  await rig.engine.receiver.confirmBind('open');
  expect(rig.endpoint('open')!.unconfirmed).toBe(true);
  allowed = true;
  await rig.engine.receiver.confirmBind('open');
  const after = rig.endpoint('open')!;
  expect(after).toMatchObject({ unconfirmed: false, note: '' });
  expect(await statusOf(after.address.replace('127.0.0.1', '127.0.0.2'))).toBe(200);
  const question = { workspace: rig.workspace, endpoint: 'open', address: '0.0.0.0' };
  expect(asked).toEqual([question, question]);
  await rig.engine.receiver.confirmBind('default');
  expect(asked).toHaveLength(2);
  await rig.change('[{ name: other, port: 0, bind: 0.0.0.0 }]', () => rig.endpoint('other') !== undefined);
  expect(rig.endpoint('other')!.unconfirmed).toBe(true);
});

test('where nobody can be asked outside the page, no page can confirm an address', async () => {
  await using rig = await Rig.open(OPEN);
  expect(rig.engine.receiver.view().canConfirm).toBe(false);
  await expect(rig.engine.receiver.confirmBind('open')).rejects.toMatchObject({
    code: 'PB_ARGUMENT_INVALID',
  });
  expect(rig.endpoint('open')!.unconfirmed).toBe(true);
});

test('an address can be confirmed with the call', async () => {
  await using rig = await Rig.open('[{ name: open, port: 0, bind: "::" }]', { allowBind: ['::'] });
  expect(rig.endpoint('open')).toMatchObject({
    unconfirmed: false,
    address: expect.stringMatching(/^http:..\[::1\]:/),
  });
  expect(await rig.get('open', '/')).toBe(200);
});

test('an address that this machine does not have is the problem of its endpoint', async () => {
  await using rig = await Rig.open('[{ name: gone, port: 0, bind: 192.0.2.1 }]', {
    allowBind: ['192.0.2.1'],
  });
  expect(rig.endpoint('gone')).toMatchObject({
    state: 'failed',
    note: 'This machine has no address 192.0.2.1. Set bind to one of its addresses, to 0.0.0.0 for all of IPv4, or to :: for all of IPv6 too.',
  });
});

const SCENARIO = 'name: One\nsteps:\n  - track: { program: Acme, amount: "100.00" }\n';

test('a scenario runs against the endpoints of its workspace, even if their port is taken', async () => {
  await using taken = await takenPort();
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'postbacks'));
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
  write(
    'postbench.yaml',
    `${ACME}endpoints: [{ name: hooks, port: ${taken.port}, responses: [{ respond: { status: 201 } }] }]\n`,
  );
  write('postbacks/p.yaml', POSTBACK);
  write('one.yaml', SCENARIO);
  const { code, out } = await postbench('run', join(folder.path, 'one.yaml'), '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    deliveries: [{ outcome: 'delivered', attempts: [{ status: 201 }] }],
  });
  const lint = await postbench('lint', join(folder.path, 'postbacks/p.yaml'));
  expect(lint.code).toBe(0);
  const rendered = await postbench('render', join(folder.path, 'postbacks/p.yaml'));
  expect(rendered.out).toContain(`host: 127.0.0.1:${taken.port}`);
  write('postbacks/p.yaml', POSTBACK.replace('hooks', 'hoks'));
  const wrong = await postbench('lint', join(folder.path, 'postbacks/p.yaml'));
  expect(wrong.code).toBe(1);
  expect(wrong.out).toContain('p.yaml:2:15: error endpoint-unknown: The workspace has no endpoint "hoks".');
  const refused = await postbench('run', join(folder.path, 'one.yaml'));
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('default, hooks');
});
