import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../shared/checks/report.ts';
import { checkCommand, FAST, FEW, script, using, verdicts } from '../fixtures/check-command.ts';
import { postbench, temporaryFolder } from '../fixtures/command.ts';
import { guardedBySecret, guardedUpsert } from '../fixtures/receivers/right.ts';

const { check, receiver, reportOf, state, to } = checkCommand();

describe('secrets', () => {
  const SECRET = 'sesame-open-4711';
  const env = { POSTBENCH_SECRET_TOKEN: SECRET };

  it('of the environment reach the receiver and no report', async () => {
    await using one = await using(guardedBySecret(SECRET));
    using folder = temporaryFolder();
    const files = ['a.html', 'a.xml', 'a.json', 'a.md'].map((name) => join(folder.path, name));
    const { code, out, err } = await check(
      [
        '--to',
        `${one.origin}/postback?token={secret:TOKEN}&ActionId={ActionId}&Status={Status}&Payout={Payout}&DeltaPayout={DeltaPayout}&StatusDetail={StatusDetail}`,
        '--state',
        `${one.origin}/state?id={ActionId}&key={secret:TOKEN}`,
        '--secret',
        'token',
        ...FAST,
        '--only',
        'security,reversal',
        '--report',
        ...files,
      ],
      { env },
    );
    expect(one.received.some(({ params }) => params['token'] === SECRET)).toBe(true);
    expect(out).toContain('✓ A wrong secret is refused');
    expect(code).toBe(0);
    for (const text of [out, err, ...files.map((file) => readFileSync(file, 'utf8'))]) {
      expect(text).not.toContain(SECRET);
      expect(text.length).toBeGreaterThan(0);
    }
  });

  it('that stand in the template are masked under any name, where they are echoed too', async () => {
    const inner = guardedUpsert();
    await using one = await using({
      ...inner,
      postback: async (incoming) => ({
        ...(await inner.postback(incoming)),
        body: `thanks, ${incoming.params['sid']}`,
      }),
      state: (params) => {
        const row = inner.state(params) as object | undefined;
        return row && { ...row, note: `with ${SECRET}` };
      },
    });
    using folder = temporaryFolder();
    const files = ['a.html', 'a.xml', 'a.json', 'a.md'].map((name) => join(folder.path, name));
    const { out, err } = await check([
      '--to',
      `${one.origin}/postback?sid=${SECRET}&ActionId={ActionId}&Status={Status}&Payout={Payout}&DeltaPayout={DeltaPayout}`,
      ...state(one),
      '--secret',
      'sid',
      ...FAST,
      '--only',
      'security,reversal',
      '--report',
      ...files,
    ]);
    expect(out).toContain('booked');
    for (const text of [out, err, ...files.map((file) => readFileSync(file, 'utf8'))])
      expect(text).not.toContain(SECRET);
  });

  it('without a value are said, and exit with 2', async () => {
    const { code, err } = await check([
      '--to',
      `${receiver().origin}/postback?token={secret:NOWHERE}&id={ActionId}`,
      ...FAST,
      ...FEW,
    ]);
    expect(err).toContain('POSTBENCH_SECRET_NOWHERE');
    expect(code).toBe(2);
  });
});

describe('reports', () => {
  it('are written in each format, several at a time', async () => {
    using folder = temporaryFolder();
    const file = (name: string) => join(folder.path, 'out', name);
    const { code, err } = await check([
      ...to(),
      ...state(),
      ...FAST,
      ...FEW,
      '--report',
      file('a.html'),
      '--report',
      file('b.xml'),
      '--report',
      file('c.json'),
      '--report',
      file('d.md'),
    ]);
    expect(err).not.toContain('PB_');
    expect(code).toBe(0);
    expect(readFileSync(file('a.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(readFileSync(file('d.md'), 'utf8')).toContain('| Category | Passed |');
    expect((JSON.parse(readFileSync(file('c.json'), 'utf8')) as CheckReport).checks).toHaveLength(2);
    const names: string[] = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ name }) => names.push(name));
    parser.write(readFileSync(file('b.xml'), 'utf8')).close();
    expect(names.filter((name) => name === 'testcase')).toHaveLength(2);
  });
});

describe('check.yaml', () => {
  function workspace(path: string, config: string): void {
    writeFileSync(join(path, 'check.yaml'), config);
  }

  it('says what the call does not', async () => {
    using folder = temporaryFolder();
    workspace(
      folder.path,
      `to: ${receiver().origin}/postback\nstate: {url: "${receiver().origin}/state?id={ActionId}", fields: {Payout: payout}}\nsettle: 300ms\nonly: [reversal]\n`,
    );
    const { code, report } = await reportOf([], { folder: folder.path });
    expect(verdicts(report)).toEqual({ reversal: 'pass' });
    expect(code).toBe(0);
  });

  it('with a mistake is reported with its line and column', async () => {
    using folder = temporaryFolder();
    workspace(folder.path, `to: ${receiver().origin}/postback\nsettl: 3s\n`);
    const { code, err } = await check([], { folder: folder.path });
    expect(err).toMatch(/check\.yaml:2:1/);
    expect(code).toBe(2);
  });

  it('with several mistakes is reported with all of them', async () => {
    using folder = temporaryFolder();
    workspace(folder.path, `too: ${receiver().origin}/postback\nsettl: 3s\nexplor: 5\n`);
    const { code, err } = await check([], { folder: folder.path });
    expect(err).toContain('"too" is not a known setting.');
    expect(err).toContain('Line 2: "settl" is not a known setting.');
    expect(err).toContain('Line 3: "explor" is not a known setting.');
    expect(code).toBe(2);
  });

  it.skipIf(process.platform === 'win32')('that is a pipe is refused, not waited for', async () => {
    using folder = temporaryFolder();
    execFileSync('mkfifo', [join(folder.path, 'check.yaml')]);
    const { code, err } = await check([...to()], { folder: folder.path });
    expect(err).toContain('This is a pipe or a device, not a file.');
    expect(code).toBe(2);
  });

  it.each([
    ['a list', '- to: http://127.0.0.1:9/\n'],
    ['a single value', 'http://127.0.0.1:9/\n'],
  ])('that holds %s is told what belongs there', async (kind, text) => {
    using folder = temporaryFolder();
    workspace(folder.path, text);
    const { code, err } = await check([], { folder: folder.path });
    expect(err).toContain(`It holds ${kind}; settings such as "name: value" are expected.`);
    expect(code).toBe(2);
  });

  it('with a field that the records do not show says so, and compares no other in its place', async () => {
    using folder = temporaryFolder();
    workspace(
      folder.path,
      `state: {url: "${receiver().origin}/state?id={ActionId}", fields: {Payout: pay_out}}\n`,
    );
    const { report, err } = await reportOf([...to(), ...FAST, ...FEW], { folder: folder.path });
    expect(err).toContain('no field "pay_out"');
    expect(verdicts(report)['duplicate-creation']).toBe('skip');
  });

  it('is not taken for a scenario of its workspace', async () => {
    using folder = temporaryFolder();
    expect((await postbench('init', folder.path)).code).toBe(0);
    workspace(folder.path, `to: ${receiver().origin}/postback\nonly: [no-5xx]\n`);
    const { code, err } = await check([], { folder: folder.path });
    expect(err).not.toContain('PB_');
    expect(code).toBe(0);
    const played = await postbench('run', join(folder.path, 'check.yaml'));
    expect(played.code).toBe(2);
  });

  it('runs no command that nobody allowed: exit 2 with the hash, which allows it', async () => {
    using folder = temporaryFolder();
    script(
      folder.path,
      'state.mjs',
      `import { writeFileSync } from 'node:fs';
writeFileSync('ran', '');
const response = await fetch('${receiver().origin}/state?id=' + process.argv[2]);
if (response.ok) console.log(await response.text());`,
    );
    const command = './state.mjs {ActionId}';
    workspace(folder.path, `to: ${receiver().origin}/postback\nstate: {command: "${command}"}\n`);
    const refused = await check([...FAST, ...FEW], { folder: folder.path });
    const hash = createHash('sha256').update(command).digest('hex');
    expect(refused.err).toContain(`--allow-command ${hash}`);
    expect(refused.code).toBe(2);
    expect(existsSync(join(folder.path, 'ran'))).toBe(false);
    const allowed = await reportOf([...FAST, ...FEW, '--allow-command', hash], { folder: folder.path });
    expect(verdicts(allowed.report)).toEqual({ reversal: 'pass', 'duplicate-creation': 'pass' });
    const named = await check([...FAST, ...FEW, '--state-command', command], { folder: folder.path });
    expect(named.code).toBe(0);
    const other = await check(
      [...FAST, ...FEW, '--allow-command', hash.replace(/^./, (c) => (c === '0' ? '1' : '0'))],
      { folder: folder.path },
    );
    expect(other.code).toBe(2);
  });
});

describe('--postback FILE --at ORIGIN', () => {
  it('sends all of a postback, headers too, to another origin', async () => {
    await using one = await using(guardedUpsert());
    using folder = temporaryFolder();
    const file = join(folder.path, 'mine.yaml');
    const names = ['ActionId', 'Status', 'StatusDetail', 'Payout', 'DeltaPayout'];
    writeFileSync(
      file,
      `name: mine\nmethod: POST\nurl: https://partner.example/hook?source=impact\nheaders: {X-From: platform}\nbody:\n  format: json\n  template: '{${names.map((name) => `"${name}": "{${name}}"`).join(', ')}}'\n`,
    );
    const { code, report } = await reportOf([
      '--postback',
      file,
      '--at',
      one.origin,
      ...state(one),
      ...FAST,
      ...FEW,
    ]);
    expect(verdicts(report)).toEqual({ reversal: 'pass', 'duplicate-creation': 'pass' });
    expect(code).toBe(0);
    const [first] = one.received;
    expect(first).toMatchObject({
      method: 'POST',
      path: '/hook',
      headers: { 'x-from': 'platform', 'content-type': 'application/json' },
    });
    expect(first?.params).toMatchObject({ source: 'impact', Status: 'PENDING' });
  });

  it('that is no origin exits with 2', async () => {
    const { code, err } = await check(
      ['--postback', 'shared/examples/postbacks/acme-life-cycle.yaml', '--at', 'partner.example'],
      { folder: process.cwd() },
    );
    expect(err).toContain('is not an origin');
    expect(code).toBe(2);
  });
});
