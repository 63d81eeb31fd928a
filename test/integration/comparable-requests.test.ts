import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { ComparableRequests } from '../../electron/engine/comparable-requests.ts';
import type { Engine } from '../../electron/engine/engine.ts';
import { arrivedSentence } from '../../shared/receiver/compare/comparison.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';
import { sentByHand } from '../fixtures/sent-by-hand.ts';

function comparable(engine: Engine): ComparableRequests {
  return new ComparableRequests({
    captures: engine.captures,
    activity: engine.activity,
    workspace: () => engine.benches.workspace.view,
    secrets: () => engine.secrets.known(),
  });
}

/** Sends bytes to the receiver and waits for the response. */
async function send(engine: Engine, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(engine.receiver.address).port), '127.0.0.1');
  socket.end(bytes);
  return text(socket);
}

const newest = (engine: Engine) => engine.captures.list({ limit: 1 }).rows[0]!;
/** The postback of actions of the sample workspace, and what it sent. */
const sentRows = (engine: Engine) =>
  engine.captures.list({ limit: 10 }).rows.filter(({ delivery }) => delivery !== null);

test('a captured delivery is held against the bytes that were sent', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  await sentByHand(engine);
  const requests = comparable(engine);
  for (const { id } of sentRows(engine)) {
    const held = requests.expectation(id)!;
    expect(held.source).toBe('sent');
    expect(held.expectation.expected).toBeGreaterThan(3);
    expect(held.expectation).toMatchObject({ missing: 0, changed: 0, extra: 0, reEncoded: 0, reordered: 0 });
    expect(held.expectation.points.some(({ placeholders }) => placeholders.includes('ActionId'))).toBe(true);
    expect(requests.points([id])).toEqual([
      {
        id,
        expected: held.expectation.expected,
        arrived: held.expectation.expected,
        asSent: true,
      },
    ]);
  }
});

test('a request of others is held against the postback that it is most like, or against the one that is named', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  await sentByHand(engine);
  const sent = sentRows(engine).find(({ method }) => method === 'GET')!;
  const lost = sent.target.replace(/([?&])[^=&]+=[^&]*&/, '$1');
  await send(engine, `GET ${lost}&via=nginx HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const requests = comparable(engine);
  const { id } = newest(engine);
  const held = requests.expectation(id)!;
  expect(held.source).toBe('template');
  expect(held.expectation).toMatchObject({ missing: 1, extra: 1 });
  expect(requests.points([id])[0]).toMatchObject({ asSent: false });
  const { file } = held.postback;
  expect(requests.expectation(id, file)).toEqual(held);
  expect(() => requests.expectation(id, 'postbacks/none.yaml')).toThrow(
    expect.objectContaining({ code: 'PB_POSTBACK_UNKNOWN' }),
  );
});

test('nothing is expected of a request that is like no postback', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  await send(engine, 'GET /pb?id=test HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const requests = comparable(engine);
  const { id } = newest(engine);
  expect(requests.expectation(id)).toBeNull();
  expect(requests.points([id, 9999])).toEqual([]);
  expect(() => requests.expectation(9999)).toThrow(expect.objectContaining({ code: 'PB_CAPTURE_UNKNOWN' }));
});

test('what was sent is compared with what a proxy passed on', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  await sentByHand(engine);
  const sent = sentRows(engine).find(({ method }) => method === 'GET')!;
  const proxied = sent.target.replaceAll('%20', '+');
  await send(engine, `GET ${proxied} HTTP/1.1\r\nHost: x\r\nVia: 1.1 nginx\r\nConnection: close\r\n\r\n`);
  const requests = comparable(engine);
  const compared = requests.compare({ attempt: sent.delivery!.attemptId }, { capture: newest(engine).id });
  expect(compared.points.find(({ key }) => key === 'via')).toMatchObject({ state: 'extra' });
  expect(Buffer.from(compared.right.bytes, 'base64').toString('latin1')).toContain(proxied);
  expect(Buffer.from(compared.left.bytes, 'base64').toString('latin1')).toContain(
    `GET ${sent.target} HTTP/1.1`,
  );
  const same = requests.compare({ attempt: sent.delivery!.attemptId }, { capture: sent.id });
  expect(same.identical).toBe(true);
  expect(() => requests.compare({ attempt: 99_999 }, { capture: sent.id })).toThrow(
    expect.objectContaining({ code: 'PB_ATTEMPT_UNKNOWN' }),
  );
});

test('the values of secrets are shown by their names on both sides', async () => {
  using secrets = temporaryFolder();
  writeFileSync(join(secrets.path, 'secrets.json'), JSON.stringify({ TOKEN: 'not-to-be-shown-9321' }), {
    mode: 0o600,
  });
  await using opened = await openEngine({ secretsFolder: secrets.path });
  const { engine } = opened;
  await send(engine, 'GET /pb?t=not-to-be-shown-9321 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const { id } = newest(engine);
  const compared = comparable(engine).compare({ capture: id }, { capture: id });
  expect(JSON.stringify(compared)).not.toContain('not-to-be-shown-9321');
  expect(Buffer.from(compared.left.bytes, 'base64').toString()).toContain('{secret:TOKEN}');
});

test('a run says how many of its data points arrived', async () => {
  await using opened = await openEngine();
  const { engine } = opened;
  const requests = comparable(engine);
  expect(arrivedSentence(await requests.arrivedOf(1))).toBe('');
  const scenario = engine.benches.workspace.view.scenarios.find(({ file }) => file.includes('restore'))!;
  const { id, done } = await engine.runs.start({ scenario: scenario.content!, file: scenario.file });
  await done;
  const arrived = await requests.arrivedOf(id);
  expect(arrived.captures).toBeGreaterThan(0);
  expect(arrived).toMatchObject({ differing: 0, first: null, arrived: arrived.expected });
  expect(arrivedSentence(arrived)).toMatch(/^All [\d,]+ data points arrived$/);
});
