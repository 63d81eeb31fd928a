import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Secrets } from '../../electron/engine/secrets.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { answer, SendingRig } from '../fixtures/sending.ts';

const secretsIn = (folder: string, env: NodeJS.ProcessEnv = {}) =>
  new Secrets({ folder, dataFolder: folder, env });

function writeSecrets(folder: string, content: unknown, mode = 0o600): string {
  const file = join(folder, 'secrets.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(file, mode);
  return file;
}

describe('the secrets of a machine', () => {
  it('come from the environment, else from the file, whatever the spelling of the name', () => {
    using folder = temporaryFolder();
    writeSecrets(folder.path, { 'api-key': 'from the file', other: 'of the file' });
    const secrets = secretsIn(folder.path, {
      POSTBENCH_SECRET_API_KEY: 'from outside',
      POSTBENCH_SECRET_NONE: '',
    });
    expect(secrets.value('api-key')).toBe('from outside');
    expect(secrets.value('API_KEY')).toBe('from outside');
    expect(secrets.value('Other')).toBe('of the file');
    expect(secrets.value('none')).toBeUndefined();
    expect(secrets.view()).toEqual({ names: ['api-key', 'other'], problem: '' });
  });

  it('are read again when the file changes, comes or goes', () => {
    using folder = temporaryFolder();
    const secrets = secretsIn(folder.path);
    expect(secrets.value('KEY')).toBeUndefined();
    writeSecrets(folder.path, { KEY: 'one value' });
    expect(secrets.value('KEY')).toBe('one value');
    writeSecrets(folder.path, { KEY: 'another value' });
    expect(secrets.value('KEY')).toBe('another value');
    // A response to what left before may still repeat it.
    expect(secrets.known().mask('one value')).toBe('{secret:KEY}');
  });

  it('are not taken from a file that others may read, with the command that mends it', () => {
    using folder = temporaryFolder();
    const file = writeSecrets(folder.path, { KEY: 'exposed value' }, 0o644);
    const secrets = secretsIn(folder.path);
    expect(secrets.value('KEY')).toBeUndefined();
    expect(secrets.problem).toMatchObject({
      code: 'PB_SECRETS_EXPOSED',
      remedy: expect.stringContaining(`chmod 600 ${file}`),
    });
    expect(secrets.whyMissing('KEY')).toContain('chmod 600');
    chmodSync(file, 0o600);
    expect(secrets.value('KEY')).toBe('exposed value');
    expect(secrets.problem).toBeUndefined();
  });

  it.each([
    ['{ "KEY": "hidden-value"', 'it is not JSON'],
    ['["hidden-value"]', 'expected record'],
    ['{ "KEY": 12345678 }', 'expected string'],
    ['{ "KEY": "" }', 'must not be empty'],
    ['{ "1 KEY": "hidden-value" }', '"1 KEY" is not a name for a secret'],
    ['{ "a-b": "hidden-value", "A_B": "hidden-value" }', '"a-b" and "A_B" are the same secret'],
  ])('are not taken from %s, and what is said of it holds no value', (text, why) => {
    using folder = temporaryFolder();
    writeSecrets(folder.path, text);
    const secrets = secretsIn(folder.path, { POSTBENCH_SECRET_OTHER: 'still there' });
    expect(secrets.problem).toMatchObject({ code: 'PB_SECRETS_INVALID' });
    expect(secrets.problem?.message).toContain(why);
    expect(JSON.stringify(secrets.view())).not.toContain('hidden');
    expect(secrets.value('other')).toBe('still there');
  });

  it('have fingerprints that differ from one data folder to the next', () => {
    using one = temporaryFolder();
    using two = temporaryFolder();
    const of = (folder: string, value = 'a value', name = 'KEY') =>
      secretsIn(folder).fingerprint(name, value);
    expect(of(one.path)).toMatch(/^[0-9a-f]{12}$/);
    expect(of(one.path)).toBe(of(one.path));
    expect(of(one.path)).not.toBe(of(one.path, 'another value'));
    expect(of(one.path)).not.toBe(of(one.path, 'a value', 'OTHER'));
    expect(of(one.path)).not.toBe(of(two.path));
    expect(statSync(join(one.path, 'secrets.salt')).mode & 0o777).toBe(0o600);
  });
});

describe('sending with secrets', () => {
  const postback = {
    method: 'POST' as const,
    url: 'http://127.0.0.1:7300/?n={Oid}&key={secret:KEY}',
    headers: { Authorization: 'Bearer {secret:KEY}' },
    body: { format: 'json' as const, template: '{"key":"{secret:KEY}"}', escape: 'by-place' as const },
  };

  /** A sender with a file of secrets, what left through it, and what the store has of its attempts. */
  function rigOf(folder: string, respond: (nth: number) => ReturnType<typeof answer>) {
    const secrets = secretsIn(folder);
    const left: { target: string; authorization: string | undefined; body: string }[] = [];
    const rig = new SendingRig({
      postback,
      secrets,
      send: async ({ url, headers, body }) => {
        const authorization = headers.find(([name]) => name === 'Authorization')?.[1];
        left.push({ target: url.target, authorization, body: body.toString('utf8') });
        return respond(left.length);
      },
    });
    const attempts = () =>
      rig.store
        .deliveriesAfter(0, 100)
        .flatMap((delivery) => delivery.attempts.map(({ id }) => rig.store.attempt(id)!));
    return { rig, left, attempts };
  }

  const asSent = (value: string) => ({
    target: expect.stringContaining(`key=${encodeURIComponent(value)}`),
    authorization: `Bearer ${value}`,
    body: JSON.stringify({ key: value }),
  });

  it('puts the value in at each attempt, and says when it is another than at first', async () => {
    using folder = temporaryFolder();
    writeSecrets(folder.path, { KEY: 'first "value"' });
    const { rig, left, attempts } = rigOf(folder.path, (nth) => {
      if (nth === 2) writeSecrets(folder.path, { KEY: 'second value' });
      return answer(nth < 3 ? 503 : 200);
    });
    await using _ = rig;
    rig.deliver([0]);
    await rig.sender.idle();
    expect(left).toEqual([asSent('first "value"'), asSent('first "value"'), asSent('second value')]);
    const [first, second, third] = attempts();
    for (const attempt of [first, second, third]) {
      const request = Buffer.from(attempt!.request, 'base64').toString('utf8');
      expect(request).toContain('key={secret:KEY} HTTP/1.1');
      expect(request).toContain('Authorization: Bearer {secret:KEY}');
      expect(request).toContain('{"key":"{secret:KEY}"}');
    }
    expect(second!.sentence).toBe('Responded with 503, which was not accepted.');
    expect(third!.sentence).toBe(
      'Responded with 200, which is accepted. {secret:KEY} has another value than at the first attempt.',
    );
  });

  it('does not send without a value, says what is missing, and sends when it is tried again', async () => {
    using folder = temporaryFolder();
    const { rig, left, attempts } = rigOf(folder.path, () => answer(200));
    await using _ = rig;
    const [id] = rig.deliver([0]);
    await rig.sender.idle();
    expect(left).toEqual([]);
    expect(rig.store.outbox.state(id!)).toBe('given-up');
    const [missing] = attempts();
    expect(missing).toMatchObject({
      outcome: 'secret-missing',
      cause: expect.stringContaining(
        '{secret:KEY} has no value on this machine. Set POSTBENCH_SECRET_KEY, or add "KEY"',
      ),
      next: { sentence: expect.stringContaining('not retried') },
    });
    writeSecrets(folder.path, { KEY: 'there now' });
    rig.store.outbox.revive(id!, rig.clock.now());
    rig.sender.enqueue(rig.store.outbox.open([id!]));
    await rig.sender.idle();
    expect(left).toEqual([asSent('there now')]);
    expect(attempts().at(-1)).toMatchObject({
      outcome: 'delivered',
      sentence: 'Responded with 200, which is accepted.',
    });
  });

  it('keeps no value of a response that repeats it, compressed or not', async () => {
    using folder = temporaryFolder();
    writeSecrets(folder.path, { KEY: 'repeated value' });
    const echo = '{"key":"repeated value","url":"/?key=repeated%20value"}';
    const compressed = {
      ...answer(503),
      headers: [['Content-Encoding', 'gzip']] as [string, string][],
      body: gzipSync(echo),
    };
    const { rig, attempts } = rigOf(folder.path, (nth) =>
      nth === 1 ? compressed : answer(200, echo, [['X-Echo', 'repeated value']]),
    );
    await using _ = rig;
    rig.deliver([0]);
    await rig.sender.idle();
    const masked = '{"key":"{secret:KEY}","url":"/?key={secret:KEY}"}';
    for (const { response: kept } of attempts())
      expect(Buffer.from(kept!.body, 'base64').toString()).toBe(masked);
    expect(attempts().map((attempt) => attempt.response!.headers)).toEqual([
      [],
      [['X-Echo', '{secret:KEY}']],
    ]);
    rig.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(readFileSync(join(rig.folder, 'postbench.db')).includes('repeated value')).toBe(false);
  });
});
