import { execFile } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { certificateFile, OwnCertificate } from '../../electron/engine/tls/own-certificate.ts';
import { receiverTls } from '../../electron/engine/tls/receiver-tls.ts';
import { responseRulesSchema } from '../../shared/receiver/rules/rule-schema.ts';
import { startProgram } from '../fixtures/command.ts';
import { ReceiverRig, temporaryFolder } from '../fixtures/receiver-rig.ts';

const run = promisify(execFile);
const CLIENTS = join(import.meta.dirname, '../fixtures/clients');

/** Where a program is on this machine; undefined if it is not installed. */
function found(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

interface Client {
  name: string;
  program: string;
  /** How it is told to send to a URL; `ca` is a certificate to trust. */
  command: (url: string, ca: string | undefined, folder: string) => Promise<[string[], NodeJS.ProcessEnv]>;
}

const CASES: Client[] = [
  {
    name: 'Python’s urllib',
    program: 'python3',
    command: async (url, ca) => [
      [join(CLIENTS, 'client.py'), url],
      ca === undefined ? {} : { SSL_CERT_FILE: ca },
    ],
  },
  {
    name: 'PHP’s streams',
    program: 'php',
    command: async (url, ca) => [[join(CLIENTS, 'client.php'), url, ...(ca === undefined ? [] : [ca])], {}],
  },
  {
    name: 'Java’s HttpClient',
    program: 'java',
    command: async (url, ca, folder) => {
      const client = [join(CLIENTS, 'Client.java'), url];
      if (ca === undefined) return [client, {}];
      const store = join(folder, 'trust.p12');
      const trust = ['-importcert', '-noprompt', '-alias', 'postbench', '-file', ca, '-keystore', store];
      await run(found('keytool') ?? 'keytool', [...trust, '-storepass', 'changeit']);
      const set = (name: string, value: string) => `-Djavax.net.ssl.${name}=${value}`;
      return [[set('trustStore', store), set('trustStorePassword', 'changeit'), ...client], {}];
    },
  },
];

const SENT = [
  ['GET', '/get?id=1000.1&pay=2.50&name=Zo%C3%AB', ''],
  ['POST', '/json', '{"id":12345678901234567890,"name":"Zoë"}'],
  ['POST', '/form', 'id=1000.1&pay=2.50&sub=a+b'],
];

async function captured(rig: ReceiverRig) {
  return (await rig.captured(SENT.length)).map(({ method, target, body, state, note }) => {
    expect({ state, note }).toEqual({ state: 'complete', note: '' });
    return [method, target, Buffer.from(body, 'base64').toString()];
  });
}

describe.each(CASES)('$name', ({ program, command }) => {
  const file = found(program);

  it.skipIf(file === undefined)(
    `is captured byte for byte over HTTP (skipped without ${program})`,
    async () => {
      await using rig = await ReceiverRig.start();
      using folder = temporaryFolder();
      const [args, env] = await command(rig.receiver.address, undefined, folder.path);
      const { stdout } = await run(file!, args, { env: { ...process.env, ...env } });
      expect(stdout.trim()).toBe('200 200 200');
      expect(await captured(rig)).toEqual(SENT);
    },
  );

  it.skipIf(file === undefined)(
    `trusts the certificate of an HTTPS endpoint as the documentation says (skipped without ${program})`,
    async () => {
      using folder = temporaryFolder();
      const tls = await receiverTls(new OwnCertificate(folder.path), '127.0.0.1');
      await using rig = await ReceiverRig.start({ tls, host: '127.0.0.1' });
      const ca = certificateFile(folder.path);
      const [args, env] = await command(`https://localhost:${rig.port}`, ca, folder.path);
      const { stdout } = await run(file!, args, { env: { ...process.env, ...env } });
      expect(stdout.trim()).toBe('200 200 200');
      expect(await captured(rig)).toEqual(SENT);
    },
  );

  it.skipIf(file === undefined)(
    `gets the status that a rule gives it (skipped without ${program})`,
    async () => {
      await using rig = await ReceiverRig.start({ statuses: [503, 404, 200] });
      using folder = temporaryFolder();
      const [args, env] = await command(rig.receiver.address, undefined, folder.path);
      const { stdout } = await run(file!, args, { env: { ...process.env, ...env } });
      expect(stdout.trim()).toBe('503 404 200');
    },
  );
});

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(url);
      return;
    } catch {
      await sleep(20);
    }
  }
}

describe('nginx as a proxy in front', () => {
  const nginx = found('nginx');

  it.skipIf(nginx === undefined)(
    'passes requests on, whose client is the address that it names (skipped without nginx)',
    async () => {
      await using rig = await ReceiverRig.start();
      using folder = temporaryFolder();
      const port = await freePort();
      const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
      const temporary = kinds.map((kind) => `${kind}_temp_path ${folder.path}/${kind};`).join(' ');
      writeFileSync(
        join(folder.path, 'nginx.conf'),
        `daemon off; master_process off; pid ${folder.path}/pid; error_log stderr;
        events {}
        http {
          access_log off; ${temporary}
          upstream receiver { server 127.0.0.1:${rig.port}; keepalive 2; }
          server {
            listen 127.0.0.1:${port};
            location = /up { return 204; }
            location / {
              proxy_pass http://receiver;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header X-Forwarded-For 203.0.113.9;
            }
          }
        }`,
      );
      await using _running = startProgram(nginx!, ['-p', folder.path, '-c', 'nginx.conf', '-e', 'stderr']);
      const base = `http://127.0.0.1:${port}`;
      await listening(`${base}/up`);
      for (const [method = '', target, body] of SENT) {
        const { status } = await fetch(base + target, { method, body: body === '' ? null : body! });
        expect(status).toBe(200);
      }
      expect(await captured(rig)).toEqual(SENT);
      const [first] = rig.all();
      expect(Buffer.from(first!.head, 'base64').toString()).toContain('X-Forwarded-For: 203.0.113.9');

      rig.responses.set('user', [503, 200]);
      const statuses: number[] = [];
      for (let n = 0; n < 2; n += 1) statuses.push((await fetch(`${base}/again`)).status);
      expect(statuses).toEqual([503, 200]);

      // A receiver that closes without a response is a bad gateway to the client.
      rig.responses.setRules('user', responseRulesSchema.parse([{ fault: { type: 'close' } }]));
      expect((await fetch(`${base}/closed`)).status).toBe(502);
    },
  );
});
