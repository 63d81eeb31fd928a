import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { postbench, ROOT, temporaryFolder } from '../fixtures/command.ts';

interface WhatIfJson {
  accepted: boolean;
  sentence: string;
  attempts: {
    number: number;
    at: string;
    after: number;
    parts: { label: string; ms: number; certainty: string | null }[];
  }[];
  end: { type: string; at: string | null; sentence: string };
}

const START = '2026-05-12T14:00:00Z';
const POSTBACK = join('postbacks', 'acme-life-cycle.yaml');
const IN_ALL = 66 * 3_600_000 + 21 * 60_000;

async function told(answer: string, ...rest: string[]): Promise<{ code: number | string; json: WhatIfJson }> {
  const { code, out, err } = await postbench('render', ...rest, '--if', answer, '--start', START, '--json');
  expect(err).toBe('');
  return { code, json: JSON.parse(out) as WhatIfJson };
}

/** A copy of the sample workspace that sends under another profile. */
function workspace(folder: string, profile: string): string {
  cpSync(join(ROOT, 'shared/examples'), folder, { recursive: true });
  const file = join(folder, 'postbench.yaml');
  const settings = readFileSync(file, 'utf8').replace(/^sending:\n(?: .*\n)*/m, '');
  writeFileSync(file, `${settings}\nsending:\n  profile: ${profile}\n`);
  return join(folder, POSTBACK);
}

describe('postbench render --if', () => {
  it.each([
    ['200', 0, 'delivered'],
    ['201', 0, 'delivered'],
    ['202', 15, 'given-up'],
    ['204', 15, 'given-up'],
    ['302', 15, 'given-up'],
    ['404', 15, 'given-up'],
    ['500', 15, 'given-up'],
    ['refused', 15, 'given-up'],
    ['reset', 15, 'given-up'],
    ['timeout', 15, 'given-up'],
    ['unresolvable', 0, 'given-up'],
  ])('%s under impact.com: %i further attempts, then %s', async (answer, attempts, end) => {
    const { code, json } = await told(answer);
    expect(code).toBe(end === 'delivered' ? 0 : 1);
    expect(json.accepted).toBe(end === 'delivered');
    expect(json.attempts).toHaveLength(attempts);
    expect(json.end.type).toBe(end);
  });

  it('tells each attempt of a 204 with its parts, the last one 2 d 18 h 21 min later', async () => {
    const { json } = await told('204');
    expect(json.sentence).toBe('Responded with 204; only 200 and 201 count as success.');
    expect(json.attempts[0]).toEqual({
      number: 2,
      at: '2026-05-12T14:01:00.000Z',
      after: 60_000,
      parts: [{ label: 'Retry 1 of 15', ms: 60_000, certainty: 'assumed' }],
    });
    expect(json.attempts.at(-1)).toMatchObject({ number: 16, after: IN_ALL });
    expect(json.end.at).toBe(new Date(Date.parse(START) + IN_ALL).toISOString());
    let sum = 0;
    for (const { after, parts } of json.attempts) {
      sum += parts.reduce((total, { ms }) => total + ms, 0);
      expect(after).toBe(sum);
    }
  });

  it('says the same in words, and nothing of the request', async () => {
    const { code, out, err } = await postbench('render', '--if', '204', '--start', START);
    const lines = out.trimEnd().split('\n');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(lines.slice(0, 2)).toEqual([
      'Not accepted: Responded with 204; only 200 and 201 count as success.',
      'Retried 15 times.',
    ]);
    expect(lines).toHaveLength(2 + 15 + 1);
    expect(lines[2]).toMatch(
      /^Attempt 2 +\+1 min +2026-05-12T14:01:00\+00:00 +Retry 1 of 15: 1 min \(assumed\)$/,
    );
    expect(lines[16]).toContain('+2 d 18 h 21 min ');
    expect(lines[17]).toMatch(/^16 attempts failed; after 15 retries nothing more is sent\./);
    expect((await postbench('render', '--if', '200')).out).toBe(
      'Accepted: Responded with 200, which is accepted.\nThe response was accepted, so nothing more is sent.\n',
    );
  });

  it('starts now without --start', async () => {
    const before = Date.now();
    const { out } = await postbench('render', '--if', '500', '--json');
    const { attempts } = JSON.parse(out) as WhatIfJson;
    const due = Date.parse(attempts[0]!.at) - 60_000;
    expect(due).toBeGreaterThanOrEqual(before);
    expect(due).toBeLessThanOrEqual(Date.now());
  });

  it('uses the profile of the postback’s workspace, and times in its program’s zone', async () => {
    using folder = temporaryFolder();
    const file = workspace(folder.path, 'affise');
    const affise = await told('204', file);
    expect(affise.json.end.type).toBe('delivered');
    const failed = await told('500', file);
    const impact = await told('500');
    expect(failed.json.attempts).not.toEqual(impact.json.attempts);
    const { out } = await postbench('render', file, '--if', '500', '--start', START);
    expect(out).toContain('-07:00');
  });

  it('uses a profile of the workspace’s own, marked as yours; says so when it is wrong', async () => {
    using folder = temporaryFolder();
    const file = workspace(folder.path, 'mine');
    const own = join(folder.path, 'profiles', 'mine.yaml');
    mkdirSync(join(folder.path, 'profiles'));
    const rules =
      'name: Mine\nsuccess: 2xx\nretryOn: every failure\nfinal4xx: true\nretries: 1\n' +
      'schedule: { type: fixed, wait: 7 s }\njitter: 0\nhonourRetryAfter: false\nswitchOff: false\n' +
      'connectTimeout: 1 s\nresponseTimeout: 2 s\ninFlight: 1\nuserAgent: Mine\n' +
      'processing: { action: [0, 0], inquiry: [0, 0], catalog: [0, 0] }\n';
    writeFileSync(own, rules);
    const { json } = await told('timeout', file);
    expect(json.attempts).toEqual([
      {
        number: 2,
        at: '2026-05-12T14:00:09.000Z',
        after: 9_000,
        parts: [
          { label: 'Response timeout', ms: 2_000, certainty: 'yours' },
          { label: 'Retry 1 of 1', ms: 7_000, certainty: 'yours' },
        ],
      },
    ]);
    expect((await told('404', file)).json.attempts).toEqual([]);
    writeFileSync(own, rules.replace('retries: 1', 'retries: often'));
    const wrong = await postbench('render', file, '--if', '204');
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('profiles/mine.yaml');
    expect(wrong.err).toContain('the rules of impact.com hold');
  });

  it('judges by the postback’s success response', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'a.yaml');
    writeFileSync(file, 'name: A\nurl: http://127.0.0.1:1/\nsuccessResponse: OK\n');
    const { code, json } = await told('200', file);
    expect(code).toBe(1);
    expect(json.sentence).toContain('does not contain the success response "OK"');
  });

  it('judges the body that is given with the answer', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'a.yaml');
    writeFileSync(file, 'name: A\nurl: http://127.0.0.1:1/\nsuccessResponse: OK\nerrorResponse: ERROR\n');
    const good = await postbench('render', file, '--if', '200', '--if-body', 'all OK');
    expect(good.code).toBe(0);
    expect(good.out).toContain('and the success response "OK"');
    const bad = await postbench('render', file, '--if', '200', '--if-body', 'ERROR: not OK');
    expect(bad.code).toBe(1);
    expect(bad.out).toContain('contains the error response "ERROR"');
  });

  it.each([
    [['--if-body', 'OK', '--url', '/pb'], 'Use it with --if, as in --if 200 --if-body OK.'],
    [['--if', 'timeout', '--if-body', 'OK'], 'Leave --if-body out, or use a status'],
    [['--if', '204', '--url', '/pb'], '--url and --if cannot be combined'],
    [['--if', '204', '--body', 'a.json', '--format', 'json'], '--body and --if cannot be combined'],
    [['--if', '204', '--format', 'json'], '--format and --if cannot be combined'],
    [['--if', '204', '--event', 'tracked'], '--event and --if cannot be combined'],
    [['--if', '204', '--set', 'SharedId=1'], '--set and --if cannot be combined'],
  ])('refuses %j instead of leaving something out', async (options, says) => {
    const { code, out, err } = await postbench('render', ...options);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('PB_ARGUMENT_INVALID');
    expect(err).toContain(says);
  });

  it.each(['', '99', '199', '600', '20', '2000', 'nothing', '-1', '204.5', '0x1f4'])(
    'refuses "%s"',
    async (answer) => {
      const { code, out, err } = await postbench('render', `--if=${answer}`);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('PB_ARGUMENT_INVALID');
      expect(err).toContain('Use a status from 200 to 599, or one of timeout, refused, reset, unresolvable.');
    },
  );

  it('refuses a start that is no time, and one without an answer', async () => {
    const wrong = await postbench('render', '--if', '204', '--start', 'tomorrow');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('PB_TIME_INVALID');
    const alone = await postbench('render', '--url', '/pb', '--start', START);
    expect(alone.code).toBe(2);
    expect(alone.err).toContain('Use it with --if');
  });
});
