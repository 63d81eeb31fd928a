import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { describe, expect, it, test } from 'vitest';
import type { Receiver } from '../../electron/engine/receiver/receiver.ts';
import { makeCertificate } from '../../electron/engine/tls/make-certificate.ts';
import { certificateFile, namesFor, OwnCertificate } from '../../electron/engine/tls/own-certificate.ts';
import { receiverTls } from '../../electron/engine/tls/receiver-tls.ts';
import { type ResponseRuleInput, responseRulesSchema } from '../../shared/receiver/rules/rule-schema.ts';
import { ruleSentence } from '../../shared/receiver/rules/sentence.ts';
import { postbench, startNode, temporaryFolder } from '../fixtures/command.ts';
import { ReceiverRig } from '../fixtures/receiver-rig.ts';
import { ACME } from '../fixtures/run-workspace.ts';

const DAY = 86_400_000;
const run = promisify(execFile);

/** A receiver that speaks TLS, and the certificate to trust. */
async function startSecure(rules: ResponseRuleInput[] = [], host = '127.0.0.1') {
  const folder = temporaryFolder();
  const certificate = new OwnCertificate(folder.path);
  const tls = await receiverTls(certificate, host);
  const rig = await ReceiverRig.start({ tls, host });
  rig.responses.setRules('user', responseRulesSchema.parse(rules));
  return {
    rig,
    ca: tls.current().cert,
    file: certificateFile(folder.path),
    [Symbol.asyncDispose]: async () => {
      await rig[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

const urlOf = ({ address }: Pick<Receiver, 'address'>, path = '/pb') => address + path;

/** The status of a POST that trusts this certificate; rejects with the error of the connection. */
function post(url: string, ca: string | undefined, body = 'a=1'): Promise<number> {
  return new Promise((resolve, reject) => {
    secureRequest(url, { method: 'POST', ca, agent: false }, (response) => {
      response.resume();
      response.on('error', reject);
      response.on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end(body);
  });
}

describe('an HTTPS endpoint', () => {
  it('captures byte for byte for a client that trusts its certificate, by every name of this machine', async () => {
    await using secure = await startSecure();
    const { rig, ca } = secure;
    expect(rig.receiver.address).toBe(`https://127.0.0.1:${rig.port}`);
    expect(await post(urlOf(rig.receiver), ca, 'x=%20')).toBe(200);
    expect(await post(`https://localhost:${rig.port}/pb`, ca)).toBe(200);
    const [first] = await rig.captured(2);
    expect(first).toMatchObject({ method: 'POST', target: '/pb', state: 'complete', note: '' });
    expect(Buffer.from(first!.body, 'base64').toString()).toBe('x=%20');
    expect(Buffer.from(first!.head, 'base64').toString()).toMatch(
      /^POST \/pb HTTP\/1\.1\r\nHost: 127\.0\.0\.1/,
    );
    expect(first!.remote).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('takes IPv6, with its address in brackets', async () => {
    await using secure = await startSecure([], '::1');
    const { rig, ca } = secure;
    expect(rig.receiver.address).toBe(`https://[::1]:${rig.port}`);
    expect(await post(urlOf(rig.receiver), ca)).toBe(200);
    expect((await rig.captured(1))[0]!.remote).toMatch(/^\[::1\]:\d+$/);
  });

  it('keeps connections alive and takes a body in pieces', async () => {
    await using secure = await startSecure();
    const { rig, ca } = secure;
    const socket = connectTls({ host: '127.0.0.1', port: rig.port, ca, servername: '' });
    let got = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      got += text;
    });
    socket.write('POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab');
    socket.write('cd');
    await rig.captured(1);
    socket.write('GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(got.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    expect(rig.all().map(({ target, bodyLength }) => [target, bodyLength])).toEqual([
      ['/1', 4],
      ['/2', 0],
    ]);
  });

  it('keeps the very bytes of each head, and when it arrived', async () => {
    await using secure = await startSecure();
    const { rig, ca } = secure;
    const heads = [
      'GET /1 HTTP/1.1\r\nhOST:a\r\nx-AbC:   1  \r\n\r\n',
      'GET /2 HTTP/1.1\r\nHost:\ta\r\nConnection: close\r\n\r\n',
    ];
    const began = Date.now();
    const socket = connectTls({ host: '127.0.0.1', port: rig.port, ca, servername: '' });
    for (const [index, head] of heads.entries()) {
      socket.write(head);
      await rig.captured(index + 1);
    }
    socket.destroy();
    const all = rig.all();
    expect(all.map(({ head }) => Buffer.from(head, 'base64').toString('latin1'))).toEqual(heads);
    for (const { receivedAt, virtualAt } of all) {
      expect(receivedAt).toBeGreaterThanOrEqual(began);
      expect(virtualAt).toBeGreaterThanOrEqual(began);
    }
  });

  it('says why a client that does not know its certificate goes away', async () => {
    await using secure = await startSecure();
    await expect(post(urlOf(secure.rig.receiver), undefined)).rejects.toThrow('self-signed certificate');
    const [capture] = await secure.rig.captured(1);
    expect(capture).toMatchObject({
      method: '',
      state: 'broken-off',
      responseStatus: null,
      endpoint: 'default',
    });
    expect(capture!.note).toMatch(
      /^The client closed the connection within the TLS handshake, as clients do that do not know the certificate\. To let a client accept it/,
    );
  });

  it('marks plain HTTP, and responds with 400', async () => {
    await using secure = await startSecure();
    const { rig } = secure;
    const status = await new Promise((resolve, reject) => {
      request(`http://127.0.0.1:${rig.port}/pb`, { method: 'POST', agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end('a=1');
    });
    expect(status).toBe(400);
    expect((await rig.captured(1))[0]).toMatchObject({
      method: 'POST',
      target: '/pb',
      state: 'refused',
      note: 'The client speaks plain HTTP to an endpoint of HTTPS. Use https:// in its URL, or remove tls from the endpoint.',
    });
  });

  it('captures what is neither', async () => {
    await using secure = await startSecure();
    const socket = connect(secure.rig.port, '127.0.0.1');
    socket.write('\u0000\u0001garbage\r\n\r\n');
    socket.resume();
    const [capture] = await secure.rig.captured(1);
    expect(capture!.state).toBe('refused');
    socket.destroy();
  });

  it('goes on after a client that breaks off in the handshake', async () => {
    await using secure = await startSecure();
    const { rig, ca } = secure;
    const socket = connect(rig.port, '127.0.0.1');
    socket.write(Buffer.from([0x16, 0x03, 0x01, 0x00]));
    await new Promise((resolve) => socket.write('', resolve));
    setImmediate(() => socket.destroy());
    expect((await rig.captured(1))[0]!.note).toMatch(/TLS handshake/);
    expect(await post(urlOf(rig.receiver), ca)).toBe(200);
  });

  it('takes the faults of responses, a reset included', async () => {
    await using secure = await startSecure([
      { when: { path: '/reset' }, fault: 'reset' },
      { when: { path: '/half' }, fault: 'half-body', respond: { body: '0123456789' } },
    ]);
    const { rig, ca } = secure;
    await expect(post(urlOf(rig.receiver, '/reset'), ca)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(post(urlOf(rig.receiver, '/half'), ca)).rejects.toThrow('aborted');
    expect(rig.all()).toHaveLength(2);
  });
});

it('a plain endpoint marks a client that speaks TLS', async () => {
  await using rig = await ReceiverRig.start();
  await expect(post(`https://127.0.0.1:${rig.port}/pb`, undefined)).rejects.toThrow();
  expect((await rig.captured(1))[0]).toMatchObject({
    state: 'refused',
    responseStatus: 400,
    note: expect.stringMatching(
      /It is the start of TLS, and the endpoint takes plain HTTP: use http:/,
    ) as string,
  });
});

/** What a client that checks certificates is shown. */
function shown(port: number): Promise<{ error: string; socket: TLSSocket }> {
  return new Promise((resolve) => {
    const socket = connectTls({
      host: '127.0.0.1',
      port,
      servername: 'localhost',
      rejectUnauthorized: false,
    });
    socket.once('secureConnect', () => resolve({ error: String(socket.authorizationError), socket }));
    socket.once('error', (error) => resolve({ error: error.message, socket }));
  });
}

describe('a fault of the handshake', () => {
  it('presents an expired certificate, once, and the client says so', async () => {
    await using secure = await startSecure([{ fault: 'expired-certificate', times: 1 }]);
    const { rig, ca } = secure;
    const first = await shown(rig.port);
    const certificate = first.socket.getPeerX509Certificate()!;
    expect(certificate.validToDate.getTime()).toBeLessThan(Date.now());
    expect(certificate.checkHost('localhost')).toBe('localhost');
    first.socket.destroy();
    expect((await rig.captured(1))[0]).toMatchObject({
      rule: { name: 'Present an expired certificate', owner: 'user' },
      note: 'The client closed the connection after it had seen the certificate, without a request.',
    });
    expect(await post(urlOf(rig.receiver), ca)).toBe(200);
  });

  it('presents a certificate of another host from an unknown authority', async () => {
    await using secure = await startSecure([{ fault: 'foreign-certificate' }]);
    const { error, socket } = await shown(secure.rig.port);
    const certificate = socket.getPeerX509Certificate()!;
    expect(error).toMatch(/UNABLE_TO_(?:VERIFY|GET_ISSUER)/);
    expect(certificate.checkHost('localhost')).toBeUndefined();
    expect(certificate.issuer).toBe('CN=An authority that nobody knows');
    // A client that does not care gets its response.
    socket.write('GET /pb HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect((await secure.rig.captured(1))[0]).toMatchObject({ target: '/pb', responseStatus: 200 });
    socket.destroy();
  });

  it('cuts the handshake', async () => {
    await using secure = await startSecure([{ name: 'Cut', fault: 'tls-cut', times: 1 }]);
    const { rig, ca } = secure;
    await expect(post(urlOf(rig.receiver), ca)).rejects.toThrow(
      /before secure TLS connection was established|ECONNRESET/,
    );
    expect((await rig.captured(1))[0]).toMatchObject({
      state: 'refused',
      rule: { name: 'Cut', owner: 'user' },
      note: 'The connection was cut within the TLS handshake.',
    });
    expect(await post(urlOf(rig.receiver), ca)).toBe(200);
  });

  it('can only ask for what is known before a request', () => {
    const issues = (when: ResponseRuleInput['when'], more: Partial<ResponseRuleInput> = {}) =>
      responseRulesSchema
        .safeParse([{ when, fault: 'tls-cut', ...more }])
        .error?.issues.map(({ path, message }) => `${path.slice(1).join('.')}: ${message}`);
    expect(
      issues(
        { endpoint: 'a', probability: '50 %', seed: 1, from: '2026-11-27T14:00:00Z' },
        { during: '1 h' },
      ),
    ).toBeUndefined();
    expect(issues({ path: '/pb', attempt: 1 })).toEqual([
      'when.path: is not known when the fault tls-cut acts, before a request: leave it out',
      'when.attempt: is not known when the fault tls-cut acts, before a request: leave it out',
    ]);
    expect(issues({}, { respond: { status: 500 } })).toHaveLength(1);
    const [rule] = responseRulesSchema.parse([
      { when: { endpoint: 'a', probability: '50 %' }, fault: 'tls-cut' },
    ]);
    expect(ruleSentence(rule!)).toBe('Cut the TLS handshake on 50 % of all connections at the endpoint a.');
  });
});

describe('the certificate', () => {
  it('is made on first use, kept with a private key, and used again', async () => {
    using folder = temporaryFolder();
    const first = await new OwnCertificate(folder.path).for(namesFor('127.0.0.1'));
    const again = await new OwnCertificate(folder.path).for(namesFor('::1'));
    expect(again).toEqual(first);
    expect(readFileSync(certificateFile(folder.path), 'utf8')).toBe(first.cert);
    expect(statSync(join(folder.path, 'tls/postbench.pem')).mode & 0o777).toBe(0o600);
    const { subjectAltName, ca } = new X509Certificate(first.cert);
    expect(subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect(ca).toBe(false);
  });

  it('is made anew for another address, and stays good for the ones before', async () => {
    using folder = temporaryFolder();
    await new OwnCertificate(folder.path).for(namesFor('127.0.0.1'));
    const more = await new OwnCertificate(folder.path).for(namesFor('2001:db8::7'));
    const certificate = new X509Certificate(more.cert);
    for (const ip of ['127.0.0.1', '::1', '2001:db8::7']) expect(certificate.checkIP(ip)).toBe(ip);
    expect(await new OwnCertificate(folder.path).for(namesFor('127.0.0.1'))).toEqual(more);
  });

  it('is made anew once it has expired, and while the receiver runs', async () => {
    using folder = temporaryFolder();
    let now = Date.now();
    const certificate = new OwnCertificate(folder.path, () => now);
    const first = await certificate.for(namesFor('127.0.0.1'));
    now += 900 * DAY;
    expect(certificate.current()).toEqual(first);
    while (certificate.current().cert === first.cert) await new Promise((resolve) => setImmediate(resolve));
    expect(new X509Certificate(certificate.current().cert).validToDate.getTime()).toBeGreaterThan(now);
  });

  it.each(['', 'nonsense', '-----BEGIN PRIVATE KEY-----'])(
    'is made anew where "%s" is kept',
    async (text) => {
      using folder = temporaryFolder();
      await new OwnCertificate(folder.path).for(namesFor('127.0.0.1'));
      writeFileSync(join(folder.path, 'tls/postbench.pem'), text);
      const made = await new OwnCertificate(folder.path).for(namesFor('127.0.0.1'));
      expect(new X509Certificate(made.cert).checkHost('localhost')).toBe('localhost');
    },
  );

  it('that an authority has issued does not vouch for itself', async () => {
    const { cert } = await makeCertificate({
      names: ['a.example'],
      from: 0,
      to: Date.now() + DAY,
      issued: true,
    });
    const certificate = new X509Certificate(cert);
    expect(certificate.verify(certificate.publicKey)).toBe(false);
  });
});

async function hasProgram(program: string): Promise<boolean> {
  return run(program, ['--version']).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}

describe.skipIf(!(await hasProgram('curl')))('curl', () => {
  it('trusts the file of the certificate', async () => {
    await using secure = await startSecure();
    const url = `https://localhost:${secure.rig.port}/pb`;
    const { stdout } = await run('curl', ['-sS', '--cacert', secure.file, '-d', 'a=1', url]);
    expect(stdout).toBe('OK');
  });

  it('without it, is told of with the alert that it sends', async () => {
    await using secure = await startSecure();
    await expect(run('curl', ['-sS', urlOf(secure.rig.receiver)])).rejects.toThrow('self-signed');
    expect((await secure.rig.captured(1))[0]!.note).toMatch(
      /^The client refused the certificate: .*unknown ca\. To let a client accept it/,
    );
  });
});

it('Node trusts the file by NODE_EXTRA_CA_CERTS', async () => {
  await using secure = await startSecure();
  const script = `require('https').get(process.argv[1], (response) => { console.log(response.statusCode); response.resume(); })`;
  await using node = startNode(['-e', script, urlOf(secure.rig.receiver)], {
    NODE_EXTRA_CA_CERTS: secure.file,
  });
  expect(await node.ended).toBe(0);
  expect(node.out()).toBe('200\n');
});

interface RunJson {
  deliveries: { outcome: string; attempts: { outcome: string; reason: string }[] }[];
}

const SCENARIO = 'shared/examples/purchase-reversal.yaml';

/** Our own sender has to be told of the certificate of another process, as of any receiver’s. */
test.each<[ResponseRuleInput['fault'], outcome: string, reason: RegExp]>([
  ['expired-certificate', 'tls-error', /expired on/],
  ['foreign-certificate', 'tls-error', /unknown authority.*another name/],
  ['tls-cut', 'reset', /./],
])('the sender meets %j with the outcome of its profile', async (fault, outcome, reason) => {
  await using secure = await startSecure([{ fault }]);
  const to = `${secure.rig.receiver.address}/pb?id={ActionId}&st={Status}`;
  const { out } = await postbench('run', SCENARIO, '--to', to, '--json');
  const [attempt] = (JSON.parse(out) as RunJson).deliveries[0]!.attempts;
  expect(attempt).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  expect(secure.rig.all()[0]).toMatchObject({ rule: { owner: 'user' } });
});

test('records behind an HTTPS endpoint of our own are looked at without further trust', async () => {
  await using partner = await ReceiverRig.start();
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'postbacks'));
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
  const body = '{"id":"{query.id}","status":"PENDING","payout":"10.00","amount":"100.00"}';
  write(
    'postbench.yaml',
    `${ACME}endpoints:
  - name: books
    port: 0
    tls: true
    responses: [{ respond: { headers: { Content-Type: application/json }, body: '${body}' } }]
`,
  );
  write('postbacks/p.yaml', 'name: P\nurl: /pb?id={ActionId}&st={Status}&pay={Payout}\n');
  write('one.yaml', 'name: One\nsteps:\n  - track: { program: Acme, amount: "100.00" }\n');
  const { out, err } = await postbench(
    'run',
    join(folder.path, 'one.yaml'),
    '--data-dir',
    join(folder.path, 'data'),
    '--json',
    '--to',
    `${partner.receiver.address}/pb?id={ActionId}&st={Status}&pay={Payout}`,
    '--state',
    'endpoint:books/s?id={ActionId}',
  );
  expect(err + out).not.toMatch(/certificate/i);
  expect((JSON.parse(out) as { receiverBooks: unknown }).receiverBooks).toMatchObject({
    lookedAt: 1,
    compared: 1,
    problem: '',
  });
});
