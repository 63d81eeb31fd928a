import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { postbench, ROOT, temporaryFolder } from '../fixtures/command.ts';
import { rawReceiver } from '../fixtures/raw-receiver.ts';
import { scenarioIn } from '../fixtures/run-workspace.ts';

const ajv = new Ajv2020({ allErrors: true, formats: { 'date-time': true } });
const matches = ajv.compile(
  JSON.parse(readFileSync(join(ROOT, 'docs/run-output.schema.json'), 'utf8')) as object,
);

interface Attempt {
  url: string | null;
  status: number | null;
  outcome: string;
  reason: string;
  responseBody?: string;
  responseLength?: number;
}

/** Runs one purchase against a receiver that responds with these bytes in turn; the last one repeats. */
async function attemptsAt(
  responses: readonly (string | Buffer)[],
): Promise<{ attempts: Attempt[]; err: string }> {
  using folder = temporaryFolder();
  let at = 0;
  await using receiver = await rawReceiver((socket) => {
    const response = responses[Math.min(at, responses.length - 1)]!;
    at += 1;
    socket.end(typeof response === 'string' ? Buffer.from(response, 'latin1') : response);
  });
  const scenario = scenarioIn(folder.path, 'name: One\nsteps: [{ track: { amount: 10 } }]\n');
  const to = `${receiver.origin}/pb?id={ActionId}&pay={Payout}`;
  const { out, err } = await postbench('run', scenario, '--to', to, '--seed', '7', '--json');
  const json = JSON.parse(out) as { deliveries: { attempts: Attempt[] }[] };
  matches(json);
  expect(matches.errors ?? []).toEqual([]);
  const { attempts } = json.deliveries[0]!;
  for (const { url } of attempts)
    expect(url).toMatch(new RegExp(`^${receiver.origin}/pb\\?id=1000\\.\\d+\\.\\d+&pay=0\\.50$`));
  // The characters that a terminal obeys are escaped.
  expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  return { attempts, err };
}

const ok = (body: string, ...headers: string[]) =>
  ['HTTP/1.1 200 OK', ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
const GZIPPED = gzipSync('a compressed text');

describe('run --json', () => {
  it('has for each attempt where it went, why it ended so, and what came back', async () => {
    const { attempts, err } = await attemptsAt([
      'HTTP/1.1 204 No Content\r\n\r\n',
      'HTTP/1.1 500 Oops\r\nContent-Length: 11\r\n\r\nno\x9b2J table',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nOK\r\n0\r\n\r\n',
      ok('OK', `X-Debug-Data: ${'x'.repeat(20_000)}`),
      `HTTP/1.1 100 Continue\r\n\r\n${ok('booked')}`,
    ]);
    expect(attempts).toMatchObject([
      {
        status: 204,
        outcome: 'not-accepted',
        reason: 'Responded with 204; only 200 and 201 count as success.',
        responseBody: '',
        responseLength: 0,
      },
      { status: 500, outcome: 'not-accepted', responseBody: 'no�2J table', responseLength: 11 },
      {
        status: null,
        outcome: 'bad-answer',
        reason:
          'The response has both Transfer-Encoding ("chunked") and Content-Length ("2"), so where its body ends is ambiguous.',
      },
      {
        outcome: 'bad-answer',
        reason: "The response's headers are larger than 16 KiB (16384 bytes), the most that is read.",
      },
      { status: 200, outcome: 'delivered', responseBody: 'booked' },
    ]);
    expect(attempts[2]).not.toHaveProperty('responseBody');
    expect(err).toContain(
      'attempt 3: The response has both Transfer-Encoding ("chunked") and Content-Length',
    );
  });

  it('keeps the first 1,000 characters of a body, and says how long it was', async () => {
    const { attempts } = await attemptsAt([ok('x'.repeat(5_000))]);
    expect(attempts[0]!.responseBody).toBe('x'.repeat(1_000));
    expect(attempts[0]!.responseLength).toBe(5_000);
  });

  it('has a body as text, whatever its charset and compression', async () => {
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${GZIPPED.length}\r\n\r\n`;
    const gzipped = await attemptsAt([Buffer.concat([Buffer.from(head), GZIPPED])]);
    expect(gzipped.attempts[0]!.responseBody).toBe('a compressed text');
    const latin = await attemptsAt([
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Length: 3\r\n\r\n\xfc\x85\x9b',
    ]);
    expect(latin.attempts[0]!.responseBody).toHaveLength(3);
  });

  it('has no address where nothing could be sent, and says why', async () => {
    using folder = temporaryFolder();
    const scenario = scenarioIn(folder.path, 'name: One\nsteps: [{ track: { amount: 10 } }]\n');
    const { out } = await postbench('run', scenario, '--to', 'http://127.0.0.1:1/pb?id={ActionId}', '--json');
    const json = JSON.parse(out) as { deliveries: { attempts: Attempt[] }[] };
    expect(json.deliveries[0]!.attempts[0]).toMatchObject({
      status: null,
      outcome: 'refused',
      reason: 'Nothing is listening at that address and port. (connect ECONNREFUSED 127.0.0.1:1)',
    });
    expect(json.deliveries[0]!.attempts[0]).not.toHaveProperty('responseBody');
  });
});
