import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { compareCaptures } from '../../electron/cli/captures-compare.ts';
import { replayCommand } from '../../electron/cli/replay.ts';
import { replay } from '../../electron/engine/replay.ts';
import { HttpTransport } from '../../electron/engine/sender/http-transport.ts';
import { replaySchema } from '../../shared/receiver/replay/replay-plan.ts';
import { rawReceiver } from '../fixtures/raw-receiver.ts';
import { ReceiverRig, temporaryFolder } from '../fixtures/receiver-rig.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

async function send(port: number, bytes: Buffer | string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  await text(socket);
}

const post = (body: Buffer) =>
  Buffer.concat([
    Buffer.from(
      `POST /pb?n=%C3%A9&raw=| HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nx-two: \xe9\r\nX-One: 3\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
      'latin1',
    ),
    body,
  ]);

/** Sends captures of a rig again. */
async function replayed(rig: ReceiverRig, plan: object, signal = new AbortController().signal) {
  const transport = new HttpTransport(() => []);
  const all = [];
  try {
    for await (const one of replay(replaySchema.parse(plan), {
      captures: rig.store,
      transport: transport.send,
      allowedHosts: [],
      ceiling: 200,
      workspace: '',
      connectTimeout: 5000,
      responseTimeout: 5000,
      signal,
    }))
      all.push(one);
  } finally {
    await transport.close();
  }
  return all;
}

test('a capture is sent again with its target, headers and body byte for byte', async () => {
  await using rig = await ReceiverRig.start();
  const body = Buffer.from([0, 255, 13, 10, 0xef, 0xbb, 0xbf, 61]);
  await send(rig.port, post(body));
  await using receiver = await rawReceiver((socket) => socket.write(OK));
  expect(await replayed(rig, { ids: [1], to: receiver.origin })).toMatchObject([
    { id: 1, turn: 1, status: 200, problem: '', url: `${receiver.origin}/pb?n=%C3%A9&raw=|` },
  ]);
  const sent = () => receiver.requests.join('');
  // The head and the body may come apart.
  await expect.poll(sent).toMatch(/=$/);
  expect(sent()).toMatch(/^POST \/pb\?n=%C3%A9&raw=\| HTTP\/1\.1\r\n/);
  expect(sent()).toContain('X-One: 1\r\nx-two: \xe9\r\nX-One: 3\r\n');
  expect(sent().endsWith(`\r\n\r\n${body.toString('latin1')}`)).toBe(true);
});

test('a list is sent as often as wanted, each after the response to the one before', async () => {
  await using rig = await ReceiverRig.start();
  for (const id of ['a', 'b'])
    await send(rig.port, `GET /${id} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  await using receiver = await rawReceiver((socket) => socket.write(OK));
  const all = await replayed(rig, { ids: [2, 1], to: `${receiver.origin}`, times: 2 });
  expect(all.map(({ id, turn }) => `${id} ${turn}`)).toEqual(['2 1', '1 1', '2 2', '1 2']);
  expect(receiver.requests.map((request) => request.split(' ')[1])).toEqual(['/b', '/a', '/b', '/a']);
});

test('a receiver that does not respond is told, and the others are sent', async () => {
  await using rig = await ReceiverRig.start();
  await send(rig.port, 'GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await using receiver = await rawReceiver((socket) => socket.resetAndDestroy());
  const all = await replayed(rig, { ids: [1, 1], to: receiver.origin });
  expect(all).toHaveLength(2);
  for (const { status, problem } of all)
    expect([status, problem]).toEqual([null, expect.stringMatching(/\w/)]);
});

test('a replay that is ended sends nothing more and breaks off what is in flight', async () => {
  await using rig = await ReceiverRig.start();
  await send(rig.port, 'GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const controller = new AbortController();
  await using receiver = await rawReceiver(() => controller.abort());
  expect(await replayed(rig, { ids: [1], to: receiver.origin, times: 50 }, controller.signal)).toEqual([]);
  expect(receiver.requests).toHaveLength(1);
});

test('nothing is sent where a capture is gone, is no whole request, or the host is not allowed', async () => {
  await using rig = await ReceiverRig.start({ bodyLimit: 4 });
  await send(rig.port, 'GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  await send(
    rig.port,
    'POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nConnection: close\r\n\r\n123456789',
  );
  await send(rig.port, 'no HTTP at all\r\n\r\n');
  await using receiver = await rawReceiver((socket) => socket.write(OK));
  const codeOf = (plan: object) => replayed(rig, plan).catch(({ code }: { code: string }) => code);
  expect(await codeOf({ ids: [1, 99], to: receiver.origin })).toBe('PB_CAPTURE_UNKNOWN');
  expect(await codeOf({ ids: [1, 2], to: receiver.origin })).toBe('PB_ARGUMENT_INVALID');
  expect(await codeOf({ ids: [1, 3], to: receiver.origin })).toBe('PB_ARGUMENT_INVALID');
  expect(await codeOf({ ids: [1], to: 'http://198.51.100.7/' })).toBe('PB_HOST_NOT_ALLOWED');
  expect(await codeOf({ ids: [1], to: 'nowhere' })).toBe('PB_URL_INVALID');
  expect(receiver.requests).toEqual([]);
});

test('a request that the parser refused for a raw byte is sent again with that byte', async () => {
  await using rig = await ReceiverRig.start();
  await send(
    rig.port,
    Buffer.from('GET /pb?n=\xe9&m=\xc3\xa9 HTTP/1.1\r\nHost: x\r\nX-Id: 7\r\n\r\n', 'latin1'),
  );
  expect(rig.store.get(1, 0)?.state).toBe('refused');
  await using receiver = await rawReceiver((socket) => socket.write(OK));
  expect(await replayed(rig, { ids: [1], to: receiver.origin })).toMatchObject([
    { status: 200, problem: '' },
  ]);
  expect(receiver.requests.join('')).toMatch(/^GET \/pb\?n=\xe9&m=\xc3\xa9 HTTP\/1\.1\r\n[\s\S]*X-Id: 7\r\n/);
});

test('an edited request is sent instead of the captured one', async () => {
  await using rig = await ReceiverRig.start();
  await send(rig.port, post(Buffer.from('a=1')));
  await using receiver = await rawReceiver((socket) => socket.write(OK));
  const body = Buffer.from([0xef, 0xbb, 0xbf, 0, 1]);
  const edited = {
    method: 'PUT',
    target: '/other?n=\xe9',
    headers: [
      ['Content-Length', '999'],
      ['X-A', '1'],
      ['X-A', '\xc3\xa9'],
    ],
    body: body.toString('base64'),
  };
  await replayed(rig, { ids: [1], to: receiver.origin, edited });
  await expect.poll(() => receiver.requests.join('')).toContain(body.toString('latin1'));
  expect(receiver.requests.join('')).toMatch(/^PUT \/other\?n=\xe9 HTTP[\s\S]*X-A: 1\r\nX-A: \xc3\xa9\r\n/);
  for (const part of [
    { method: 'a b' },
    { target: 'x' },
    { target: '/a b' },
    { headers: [['a', 'x\r\ny: 1']] },
  ])
    expect(replaySchema.safeParse({ ids: [1], to: 'x', edited: { ...edited, ...part } }).success).toBe(false);
  expect(replaySchema.safeParse({ ids: [1, 2], to: 'x', edited }).success).toBe(false);
});

test('masked values must be filled in first, and are escaped for their place', async () => {
  await using rig = await ReceiverRig.start();
  const body = '{"mail":"{{masked:2:email}}","key":"{{masked:1:secret}}"}';
  await send(
    rig.port,
    `POST /pb?key=%7B%7Bmasked%3A1%3Asecret%7D%7D HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Key: {{masked:1:secret}}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
  await using receiver = await rawReceiver((socket) => socket.write(OK));
  const plan = { ids: [1], to: receiver.origin };
  await expect(replayed(rig, plan)).rejects.toThrow('masked values without a value: 1 (secret), 2 (email)');
  await expect(replayed(rig, { ...plan, values: { 1: 'x' } })).rejects.toThrow(
    'a masked value without a value: 2 (email)',
  );
  expect(receiver.requests).toEqual([]);
  await replayed(rig, { ...plan, values: { 1: 'a&b', 2: 'Zo\u00eb "x"' } });
  await expect.poll(() => receiver.requests.join('')).toContain('}');
  const sent = Buffer.from(receiver.requests.join(''), 'latin1').toString();
  expect(sent).toContain('POST /pb?key=a%26b HTTP');
  expect(sent).toContain('X-Key: a&b\r\n');
  expect(sent.endsWith('{"mail":"Zoë \\"x\\"","key":"a&b"}')).toBe(true);
});

test('a number that no capture has is told by whether it ever was one', async () => {
  await using rig = await ReceiverRig.start();
  const remedyOf = (id: number) =>
    replayed(rig, { ids: [id], to: 'http://127.0.0.1:1' }).catch(
      ({ message, remedy }) => `${message} ${remedy}`,
    );
  expect(await remedyOf(99)).toBe('There is no capture #99. There are no captures.');
  for (let at = 0; at < 3; at += 1)
    await send(rig.port, 'GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  rig.store.remove([1]);
  expect(await remedyOf(99)).toBe('There is no capture #99. The highest number is #3.');
  expect(await remedyOf(1)).toBe('There is no capture #1. It was removed or cleared. Select another one.');
});

/** A command with what it printed. */
async function command(work: (io: Parameters<typeof compareCaptures>[1]) => number | Promise<number>) {
  const out: string[] = [];
  const code = await work({
    out: (line) => out.push(line),
    err: () => undefined,
    print: () => Promise.resolve(true),
    signal: new AbortController().signal,
    terminal: false,
  });
  return { code, out };
}

test('the commands compare two captures, and send captures again', async () => {
  await using rig = await ReceiverRig.start();
  for (const query of ['id=1&n=a%20b&pay=2', 'id=1&n=a+b&pay=3&via=x', 'id=1&n=a%20b&pay=2'])
    await send(rig.port, `GET /pb?${query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const dataDir = rig.folder.path;
  expect(await command((io) => compareCaptures({ dataDir, compare: ['1', '2'] }, io))).toEqual({
    code: 1,
    out: [
      '- query n: a%20b',
      '+ query n: a+b',
      '- query pay: 2',
      '+ query pay: 3',
      '+ query via: x',
      '3 of 4 values differ, headers equal.',
    ],
  });
  expect(await command((io) => compareCaptures({ dataDir, compare: ['1', '3'] }, io))).toEqual({
    code: 0,
    out: ['The same, byte for byte.'],
  });
  const json = await command((io) => compareCaptures({ dataDir, compare: ['1', '2'], json: true }, io));
  expect(JSON.parse(json.out[0]!)).toMatchObject({ left: 1, right: 2, differing: 3, identical: false });
  expect(() => compareCaptures({ dataDir, compare: ['1'] }, {} as never)).toThrow(
    expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }),
  );

  await using receiver = await rawReceiver((socket) => socket.write(OK));
  const again = await command((io) => replayCommand(['2', '1'], { dataDir, to: receiver.origin }, io));
  expect(again.code).toBe(0);
  expect(again.out[0]).toMatch(
    /^capture 2 http:\/\/127\.0\.0\.1:\d+\/pb\?id=1&n=a\+b&pay=3&via=x 200 [\d.]+ ms$/,
  );
  await using refusing = await rawReceiver((socket) =>
    socket.write('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n'),
  );
  const refused = await command((io) =>
    replayCommand(['1'], { dataDir, to: refusing.origin, rate: '100', times: '2', json: true }, io),
  );
  expect(refused.code).toBe(1);
  expect(refused.out.map((line) => JSON.parse(line))).toMatchObject([
    { status: 503 },
    { status: 503, turn: 2 },
  ]);
  using empty = temporaryFolder();
  for (const options of [
    { dataDir, to: receiver.origin, rate: 'x' },
    { dataDir, to: receiver.origin, rate: '0' },
    { dataDir, to: receiver.origin, times: '0' },
  ])
    await expect(command((io) => replayCommand(['1'], options, io))).rejects.toMatchObject({
      code: 'PB_ARGUMENT_INVALID',
    });
  await expect(
    command((io) => replayCommand(['1'], { dataDir: empty.path, to: receiver.origin }, io)),
  ).rejects.toMatchObject({ code: 'PB_CAPTURE_UNKNOWN' });
});
