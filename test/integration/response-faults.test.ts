import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ResponseRuleInput, responseRulesSchema } from '../../shared/receiver/rules/rule-schema.ts';
import { ReceiverRig } from '../fixtures/receiver-rig.ts';

interface Heard {
  text: string;
  /** How the connection ended: by the other side's FIN, or by an error such as ECONNRESET. */
  end: string;
}

let rig: ReceiverRig;

beforeEach(async () => {
  rig = await ReceiverRig.start();
});

afterEach(async () => {
  await rig[Symbol.asyncDispose]();
});

const rules = (...list: ResponseRuleInput[]) =>
  rig.responses.setRules('user', responseRulesSchema.parse(list));
const GET = 'GET /pb?id=1 HTTP/1.1\r\nHost: a\r\n\r\n';

/** Sends bytes and hears what comes until the connection ends, or until `enough`. */
function heard(bytes: string, enough: (text: string) => boolean = () => false): Promise<Heard> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(rig.port, '127.0.0.1');
    const over = (end: string) => {
      socket.destroy();
      resolve({ text, end });
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (enough(text)) over('enough');
    });
    socket.on('end', () => over('closed'));
    socket.on('error', (error: NodeJS.ErrnoException) => over(error.code ?? 'error'));
    socket.write(bytes);
  });
}

/** A whole response as a client of HTTP reads it, or the code of why there is none. */
function fetched(): Promise<string> {
  return new Promise((resolve) => {
    const request = httpRequest({ port: rig.port, path: '/pb?id=1' }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => resolve(`${response.statusCode} ${body}`));
      response.on('error', (error: NodeJS.ErrnoException) => resolve(`${response.statusCode} ${error.code}`));
    });
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    request.end();
  });
}

describe('a response rule', () => {
  it('gives a status, headers in order, and a body with the values of the request in it', async () => {
    rules({
      when: { path: '/catalog' },
      respond: {
        status: 201,
        headers: { 'Content-Type': 'application/json', 'X-Path': '{path}' },
        body: '{"received":"{body.sku}","id":"{query.id}"}',
        retryAfter: '1500 ms',
      },
    });
    const body = '{"sku":"a\\"b"}';
    const { text } = await heard(
      `POST /catalog?id=%22 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const [head = '', sent = ''] = text.split('\r\n\r\n');
    expect(head).toContain(
      'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nX-Path: /catalog\r\nRetry-After: 2\r\n',
    );
    expect(JSON.parse(sent)).toEqual({ received: 'a"b', id: '"' });
    expect(rig.store.get(1, 0)).toMatchObject({
      responseStatus: 201,
      note: '',
      rule: { name: expect.stringMatching(/^Respond 201/), owner: 'user' },
    });
  });

  it('gives bytes that are no text, and no body where HTTP has none', async () => {
    rules(
      { when: { method: 'HEAD' }, respond: { body: 'never' } },
      { when: { path: '/none' }, respond: { status: 204, body: 'never' } },
      { respond: { bodyBase64: '/wCA' } },
    );
    const bare = (method: string, path: string) =>
      heard(`${method} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect((await bare('GET', '/')).text.endsWith('\r\n\r\n\u00ff\u0000\u0080')).toBe(true);
    expect((await bare('GET', '/none')).text.endsWith('\r\n\r\n')).toBe(true);
    expect((await bare('HEAD', '/')).text).toMatch(/Content-Length: 5\r\n[\s\S]*\r\n\r\n$/);
  });

  it('waits before it responds, and gives up when the client leaves', async () => {
    rules({ respond: { delay: '1 h' } });
    const socket = connect(rig.port, '127.0.0.1');
    socket.write(GET);
    await expect.poll(() => rig.store.count).toBe(1);
    socket.destroy();
    await rig.receiver.stop();
    expect(rig.store.get(1, 0)?.responseStatus).toBe(200);
  });

  it('applies to attempts and lists in turn, and lets all others through', async () => {
    rules({ when: { path: '/pb' }, respond: { status: '500x2, 204' } });
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await fetched()).slice(0, 3));
    expect(statuses).toEqual(['500', '500', '204', '204']);
    expect((await heard('GET /other HTTP/1.0\r\n\r\n')).text).toContain('200 OK');
  });
});

describe('a fault, as a client sees it', () => {
  it('close: the end of the connection without a byte', async () => {
    rules({ fault: 'close' });
    expect(await heard(GET)).toEqual({ text: '', end: 'closed' });
    expect(rig.store.get(1, 0)).toMatchObject({ state: 'complete', responseStatus: null, response: null });
  });

  it('reset: a reset after the request was read and stored', async () => {
    rules({ fault: 'reset' });
    expect(await heard(GET)).toEqual({ text: '', end: 'ECONNRESET' });
    expect(rig.store.count).toBe(1);
  });

  it('hang: nothing, until the client leaves', async () => {
    rules({ fault: 'hang' });
    const socket = connect(rig.port, '127.0.0.1');
    let got = 0;
    socket.on('data', (chunk) => {
      got += chunk.length;
    });
    socket.write(GET);
    await expect.poll(() => rig.store.count).toBe(1);
    expect([got, socket.readyState]).toEqual([0, 'open']);
    socket.destroy();
  });

  it('malformed: bytes that no client takes for HTTP', async () => {
    rules({ fault: 'malformed' });
    expect(await fetched()).toMatch(/^HPE_/);
  });

  it('close-in-head: a head without its end', async () => {
    rules({ fault: 'close-in-head' });
    const { text, end } = await heard(GET);
    expect([text.startsWith('HTTP/1.1 200 OK'), text.includes('\r\n\r\n'), end]).toEqual([
      true,
      false,
      'closed',
    ]);
  });

  it('half-body: half of what was announced', async () => {
    rules({ fault: 'half-body', respond: { body: '0123456789' } });
    const { text } = await heard(GET);
    expect(text).toMatch(/Content-Length: 10\r\n[\s\S]*\r\n\r\n01234$/);
    expect(await fetched()).toBe('200 ECONNRESET');
  });

  it.each([
    [5, 15],
    [-3, 7],
  ])('wrong-length: %i bytes off', async (by, announced) => {
    rules({ fault: { type: 'wrong-length', by }, respond: { body: '0123456789' } });
    expect((await heard(GET)).text).toMatch(
      new RegExp(`Content-Length: ${announced}\\r\\n[\\s\\S]*\\r\\n\\r\\n0123456789$`),
    );
  });

  it('unasked-1xx: interim responses before the real one', async () => {
    rules({ fault: { type: 'unasked-1xx', statuses: [100, 103] }, respond: { body: 'ok' } });
    const { text } = await heard(GET);
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 103', 'HTTP/1.1 200']);
    expect(await fetched()).toBe('200 ok');
    expect(rig.store.get(1, 0)?.response).toMatchObject({ status: 200 });
  });

  it('redirect-loop: to the same address, again and again', async () => {
    rules({ fault: 'redirect-loop' });
    for (let n = 0; n < 3; n += 1)
      expect((await heard(GET, (text) => text.includes('\r\n\r\n'))).text).toMatch(
        /^HTTP\/1\.1 302 [\s\S]*Location: \/pb\?id=1\r\n/,
      );
  });

  it('endless-body: more and more, until the client leaves', async () => {
    rules({ fault: { type: 'endless-body', bytesPerSecond: 1_000_000 } });
    const { text, end } = await heard(GET, (all) => all.length > 500_000);
    expect([text.includes('Content-Length'), end]).toEqual([false, 'enough']);
  });

  it('drip and bandwidth: the whole response, piece by piece', async () => {
    rules({ fault: { type: 'drip', bytesPerSecond: 2000 }, respond: { body: 'x'.repeat(100) } });
    const pieces: number[] = [];
    const { text, end } = await heard(GET, (all) => {
      pieces.push(all.length);
      return false;
    });
    expect([text.endsWith('x'.repeat(100)), end, pieces.length > 1]).toEqual([true, 'closed', true]);
  });

  it('lets the responses before it on the same connection out first', async () => {
    rules({ when: { request: 2 }, fault: 'close' }, { respond: { body: 'first' } });
    const { text, end } = await heard(GET + GET + GET);
    expect([text.split('\r\n\r\n').at(-1), end]).toEqual(['first', 'closed']);
    expect(rig.store.count).toBe(2);
  });
});
