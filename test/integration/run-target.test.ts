import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CommandIo } from '../../electron/cli/io.ts';
import { run } from '../../electron/cli/run.ts';
import { postbench, temporaryFolder } from '../fixtures/command.ts';
import { rawReceiver } from '../fixtures/raw-receiver.ts';
import { scenarioIn } from '../fixtures/run-workspace.ts';

const ONE = 'name: One\nsteps: [{ track: { amount: 10 } }]\n';
const WITH_INQUIRY = `name: Two
steps:
  - { id: a, track: { amount: 10 } }
  - { inquiry: { type: UNTRACKED, orderId: "77", amount: 10 } }
`;
const SECRET = `name: Acme
method: POST
url: https://partner.example/pb?id={ActionId}
headers:
  Authorization: Bearer s3cr3t-value
  X-Env: prod
body: { format: json, template: '{"id":"{ActionId}"}' }
`;
const respond = () => rawReceiver((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));

describe('run --to', () => {
  it('stops at an error in the template, with code, place and remedy, before anything is sent', async () => {
    using folder = temporaryFolder();
    await using receiver = await respond();
    const to = `${receiver.origin}/pb?id={ActionID}&pay={Payuot}`;
    const { code, out, err } = await postbench('run', scenarioIn(folder.path, ONE), '--to', to);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(`PB_POSTBACK_INVALID: --to:1:${to.indexOf('{') + 1}: placeholder-case: `);
    expect(err).toContain('{ActionId}');
    expect(err).toMatch(/--to:1:\d+: warning placeholder-unknown: .*Payuot/);
    expect(receiver.requests).toEqual([]);
  });

  it('prints warnings and runs', async () => {
    using folder = temporaryFolder();
    await using receiver = await respond();
    const to = `${receiver.origin}/pb?id={ActionId}&x={Whatever}`;
    const { code, err } = await postbench('run', scenarioIn(folder.path, ONE), '--to', to);
    expect(code).toBe(0);
    expect(err).toMatch(/--to:1:\d+: warning placeholder-unknown: /);
    expect(receiver.requests).toHaveLength(1);
  });

  it('stops at an error in a postback that the run would use, and only then', async () => {
    using folder = temporaryFolder();
    await using receiver = await respond();
    const wrong = {
      'postbacks/inquiry.yaml': `name: Inq\nkind: inquiry\nurl: ${receiver.origin}/inq?id={InquiryId\n`,
    };
    const to = `${receiver.origin}/pb?id={ActionId}`;
    const fine = await postbench('run', scenarioIn(folder.path, ONE, wrong), '--to', to);
    expect(fine.code, fine.err).toBe(0);
    writeFileSync(join(folder.path, 'two.yaml'), WITH_INQUIRY);
    const { code, err } = await postbench('run', join(folder.path, 'two.yaml'), '--to', to);
    expect(code).toBe(2);
    expect(err).toMatch(/PB_POSTBACK_INVALID: postbacks\/inquiry\.yaml:3:\d+: placeholder-unclosed: /);
    expect(receiver.requests).toHaveLength(1);
  });

  it('sends no header of the postback that it replaces', async () => {
    using folder = temporaryFolder();
    await using receiver = await respond();
    const scenario = scenarioIn(folder.path, ONE, { 'postbacks/acme.yaml': SECRET });
    const { code, err } = await postbench('run', scenario, '--to', `${receiver.origin}/pb?id={ActionId}`);
    expect(code, err).toBe(0);
    expect(receiver.requests[0]).toMatch(/^GET \/pb\?id=/);
    expect(receiver.requests[0]).not.toMatch(/authorization|x-env|s3cr3t/i);
  });

  it('is refused when it is empty, or together with --at', async () => {
    using folder = temporaryFolder();
    const scenario = scenarioIn(folder.path, ONE);
    expect((await postbench('run', scenario, '--to', ' ')).err).toContain(
      'PB_ARGUMENT_INVALID: --to is empty.',
    );
    const both = await postbench(
      'run',
      scenario,
      '--to',
      'http://127.0.0.1:1/',
      '--at',
      'http://127.0.0.1:1',
    );
    expect(both.code).toBe(2);
    expect(both.err).toContain('--to and --at both say where postbacks go.');
  });
});

describe('run --at', () => {
  it('asks for a decision about headers that look like secrets where nobody sits at a terminal', async () => {
    using folder = temporaryFolder();
    await using receiver = await respond();
    const scenario = scenarioIn(folder.path, ONE, { 'postbacks/acme.yaml': SECRET });
    const at = (...more: string[]) => postbench('run', scenario, '--at', receiver.origin, ...more);
    const refused = await at();
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(
      `PB_ARGUMENT_INVALID: A header that looks like a secret would go to ${receiver.origin}: Authorization.`,
    );
    expect(refused.err).toContain('--secret-headers omit');
    expect(receiver.requests).toEqual([]);

    const omitted = await at('--secret-headers', 'omit');
    expect(omitted.code, omitted.err).toBe(0);
    expect(omitted.err).toContain(`Actions “Acme” → ${receiver.origin}/pb?id={ActionId}`);
    expect(receiver.requests[0]).toMatch(/^POST \/pb\?id=/);
    expect(receiver.requests[0]).toContain('X-Env: prod');
    expect(receiver.requests[0]).toContain('{"id":"');
    expect(receiver.requests[0]).not.toMatch(/authorization/i);

    const sent = await at('--secret-headers', 'send');
    expect(sent.code, sent.err).toBe(0);
    expect(receiver.requests.at(-1)).toContain('Authorization: Bearer s3cr3t-value');
  });

  it.each([
    [true, ['Authorization: Bearer s3cr3t-value']],
    [false, []],
  ])('asks whoever sits at a terminal (%s)', async (yes, headers) => {
    using folder = temporaryFolder();
    await using receiver = await respond();
    const scenario = scenarioIn(folder.path, ONE, { 'postbacks/acme.yaml': SECRET });
    const asked: string[] = [];
    const io: CommandIo = {
      out: () => {},
      err: () => {},
      print: async () => true,
      signal: new AbortController().signal,
      terminal: false,
      ask: async (question) => {
        asked.push(question);
        return yes;
      },
    };
    expect(await run(scenario, { at: receiver.origin }, io)).toBe(0);
    expect(asked).toEqual([`Send the header Authorization to ${receiver.origin}?`]);
    expect(receiver.requests[0]!.match(/^authorization:.*$/gim) ?? []).toEqual(headers);
  });

  it('takes inquiries along, and says where everything goes', async () => {
    using folder = temporaryFolder();
    await using receiver = await respond();
    const scenario = scenarioIn(folder.path, WITH_INQUIRY, {
      'postbacks/acme.yaml': 'name: Acme\nurl: https://partner.example/pb?id={ActionId}\n',
      'postbacks/inquiry.yaml': 'name: Inq\nkind: inquiry\nurl: /inq?id={InquiryId}\n',
    });
    const { code, err } = await postbench('run', scenario, '--at', receiver.origin);
    expect(code, err).toBe(0);
    expect(
      receiver.requests.map((request) => request.split('?')[0] ?? '').toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['GET /inq', 'GET /pb']);
    expect(err).toContain(`Inquiries “Inq” → ${receiver.origin}/inq?id={InquiryId}`);
  });

  it('is refused when it is no origin, and for a host that is not allowed', async () => {
    using folder = temporaryFolder();
    const scenario = scenarioIn(folder.path, ONE, {
      'postbacks/acme.yaml': 'name: Acme\nurl: /pb?id={ActionId}\n',
    });
    const path = await postbench('run', scenario, '--at', 'http://127.0.0.1:9/pb');
    expect([path.code, path.err]).toEqual([2, expect.stringContaining('is not an origin')]);
    const far = await postbench('run', scenario, '--at', 'http://192.0.2.7');
    expect([far.code, far.err]).toEqual([2, expect.stringContaining('PB_HOST_NOT_ALLOWED')]);
  });
});

describe('check --at', () => {
  it('goes by the same rule for headers that look like secrets', async () => {
    using folder = temporaryFolder();
    await using receiver = await respond();
    scenarioIn(folder.path, ONE, { 'postbacks/acme.yaml': SECRET });
    const file = join(folder.path, 'postbacks/acme.yaml');
    const check = (...more: string[]) =>
      postbench(
        'check',
        '--postback',
        file,
        '--at',
        receiver.origin,
        '--only',
        'empty-sharedid',
        '--yes',
        ...more,
      );
    const refused = await check();
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('Authorization')]);
    expect(refused.err).toContain('--secret-headers');
    expect(receiver.requests).toEqual([]);
    await check('--secret-headers', 'omit');
    expect(receiver.requests.length).toBeGreaterThan(0);
    expect(receiver.requests.join('')).not.toMatch(/authorization/i);
  });

  it('stops at an error in the file, with its place', async () => {
    using folder = temporaryFolder();
    scenarioIn(folder.path, ONE, {
      'postbacks/acme.yaml': 'name: Acme\nurl: http://127.0.0.1:1/pb?id={actionid}\n',
    });
    const file = join(folder.path, 'postbacks/acme.yaml');
    const { code, err } = await postbench('check', '--postback', file);
    expect(code).toBe(2);
    expect(err).toMatch(/PB_POSTBACK_INVALID: .*acme\.yaml:2:31: placeholder-case: /);
  });
});
