import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/engine.ts';
import type { RulesView } from '../../shared/contract/receiver.ts';
import { openEngine } from '../fixtures/engine.ts';
import { connectToEngine } from '../fixtures/engine-client.ts';

async function get(engine: Engine, path: string): Promise<number> {
  const { statusCode, body } = await request(engine.receiver.address + path);
  await body.dump();
  return statusCode;
}

async function opened() {
  const { engine, ...rest } = await openEngine();
  const { client, close } = connectToEngine(engine);
  const following = new AbortController();
  const views: RulesView[] = [];
  const over = (async () => {
    for await (const view of await client.receiver.rules(undefined, { signal: following.signal }))
      views.push(view);
  })().catch(() => {});
  const until = (test: (view: RulesView) => boolean) =>
    expect.poll(() => views.at(-1) !== undefined && test(views.at(-1)!), { timeout: 10_000 }).toBe(true);
  return {
    engine,
    client,
    until,
    now: () => views.at(-1)!,
    [Symbol.asyncDispose]: async () => {
      following.abort();
      await over;
      close();
      await rest[Symbol.asyncDispose]();
    },
  };
}

describe('the rules of the receiver, as a screen follows them', () => {
  it('tell what they did, why they matched the last request, and why not another', async () => {
    await using app = await opened();
    const { engine, client, until, now } = app;
    const { id } = await client.receiver.saveRule({
      rule: { name: 'Busy', when: { path: '/pb' }, respond: { status: 503 }, times: 5 },
    });
    expect([await get(engine, '/pb'), await get(engine, '/catalog')]).toEqual([503, 200]);
    await until(({ otherwise }) => otherwise.hits === 1);
    expect(now()).toMatchObject({
      layers: [
        {
          owner: 'user',
          rules: [
            {
              id,
              title: 'Busy',
              sentence: 'Respond 503 to /pb 5 times.',
              standing: 'in-force',
              hits: 1,
              timesLeft: 4,
              lastMatch: { why: 'path is /pb' },
              lastMiss: { why: 'path is /catalog' },
            },
          ],
        },
      ],
      deviation: { owner: 'user', text: 'Busy', ids: [id] },
    });
    expect(engine.captures.get(1, 0)?.rule).toEqual({ name: 'Busy', owner: 'user' });
    expect(engine.captures.get(2, 0)).toMatchObject({ rule: null, note: '' });
  });

  it('end by the clock of the simulator, which nobody has to ask', async () => {
    await using app = await opened();
    const { engine, client, until } = app;
    engine.setClock('stepped', undefined);
    await client.receiver.turnPreset({ preset: 'deploy', on: true });
    await until(({ deviation }) => deviation?.text === 'Deploy in progress');
    await engine.stepClock(119_000);
    expect(await get(engine, '/')).toBe(503);
    await engine.stepClock(1_000);
    await until(({ deviation, layers }) => deviation === null && layers[0]?.rules[0]?.standing === 'over');
    expect(await get(engine, '/')).toBe(200);
  });

  it('are healthy at once, and as before when that is taken back', async () => {
    await using app = await opened();
    const { engine, client, until } = app;
    await client.engine.setResponses({ responses: [404] });
    await client.receiver.turnPreset({ preset: 'database-down', on: true });
    const { turnedOff } = await client.receiver.heal();
    expect(turnedOff.map(({ title }) => title)).toEqual(['Database down', '404']);
    expect(await get(engine, '/')).toBe(200);
    await until(({ deviation, layers }) => deviation === null && layers[0]?.rules.length === 2);
    expect(await client.receiver.heal()).toEqual({ turnedOff: [] });
    await client.receiver.resumeRules({ ids: turnedOff.map(({ id }) => id) });
    expect(await get(engine, '/')).toBe(500);
  });

  it('can be moved, switched, removed and restored', async () => {
    await using app = await opened();
    const { engine, client } = app;
    const below = await client.receiver.saveRule({ rule: { respond: { status: 404 } } });
    const above = await client.receiver.saveRule({ rule: { respond: { status: 403 } } });
    expect(await get(engine, '/')).toBe(403);
    await client.receiver.moveRule({ id: above.id, to: 1 });
    expect(await get(engine, '/')).toBe(404);
    const removed = await client.receiver.removeRule(below);
    expect(await get(engine, '/')).toBe(403);
    await client.receiver.restoreRule(removed);
    expect(await get(engine, '/')).toBe(404);
    await client.receiver.turnRule({ ...below, on: false });
    expect(await get(engine, '/')).toBe(403);
    await client.receiver.setRules({ rules: [] });
    await client.receiver.turnPreset({ preset: 'slow', on: true });
    const [only] = engine.receiver.rules.list;
    const removedLast = await client.receiver.removeRule({ id: only!.id });
    await client.receiver.restoreRule(removedLast);
    expect(engine.receiver.rules.list.map(({ id }) => [id, engine.receiver.rules.presetOf(id)])).toEqual([
      [only!.id, 'slow'],
    ]);
    await client.receiver.saveRule({ id: only!.id, rule: { name: 'Slower', respond: { delay: '90 s' } } });
    await client.receiver.turnPreset({ preset: 'slow', on: false });
    expect(engine.receiver.rules.list).toMatchObject([{ id: only!.id, on: false }]);
    const set = await client.receiver.setRules({ rules: [{ rule: { fault: 'hang', enabled: false } }] });
    expect(set.layers).toMatchObject([
      { rules: [{ standing: 'off', rule: { enabled: false, fault: 'hang' } }] },
    ]);
    await expect(client.receiver.moveRule({ id: above.id, to: 0 })).rejects.toMatchObject({
      code: 'PB_ARGUMENT_INVALID',
    });
  });

  it('are refused with a code and the place where they are wrong, and those before stay', async () => {
    await using app = await opened();
    const { engine, client } = app;
    await client.receiver.saveRule({ rule: { respond: { status: 404 } } });
    await expect(
      client.receiver.setRules({
        rules: [{ rule: { fault: 'hang' } }, { rule: { respond: { status: 99 } } }],
      }),
    ).rejects.toMatchObject({
      code: 'PB_RULES_INVALID',
      message: expect.stringContaining('[2].respond.status'),
    });
    expect(await get(engine, '/')).toBe(404);
    await expect(
      client.receiver.readRules({ text: '- fault: reset\n  respond: {}\n' }),
    ).rejects.toMatchObject({
      code: 'PB_RULES_INVALID',
      data: { place: { line: 2 } },
    });
    const rules = [{ name: 'A', when: { path: '/pb' }, fault: 'reset' }];
    const { text } = await client.receiver.rulesText({ rules });
    expect(text).toBe('- name: A\n  when:\n    path: /pb\n  fault: reset\n');
    expect(await client.receiver.readRules({ text })).toEqual({ rules });
  });

  it('show the bytes that a client gets', async () => {
    await using app = await opened();
    const preview = async (rule: unknown) => {
      const { bytes, ...told } = await app.client.receiver.previewRule({ rule });
      return { ...told, text: bytes === null ? null : Buffer.from(bytes, 'base64').toString() };
    };
    expect(await preview({ fault: 'reset' })).toMatchObject({ text: null });
    expect(
      await preview({ respond: { status: 201, body: '{"a":"{query.id}"}', delay: '2 s' } }),
    ).toMatchObject({
      status: 201,
      body: '{"a":"1"}',
      delay: 2000,
      text: expect.stringMatching(/^HTTP\/1\.1 201 Created\r\n[\s\S]*\r\n\r\n\{"a":"1"\}$/),
    });
  });
});
