import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport } from '../../shared/checks/report.ts';
import { BIN, postbench, type Running, startNode, temporaryFolder } from '../fixtures/command.ts';
import { type Receiver, type StartedReceiver, startReceiver } from '../fixtures/receivers/receiver.ts';
import { guardedBySecret, guardedUpsert } from '../fixtures/receivers/right.ts';
import { WRONG_RECEIVERS } from '../fixtures/receivers/wrong.ts';

const FAST = ['--settle', '300ms'];
const FEW = ['--only', 'reversal,duplicate-creation'];

let receiver: StartedReceiver;
let data: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  receiver = await startReceiver(guardedUpsert());
  data = temporaryFolder();
});
afterAll(async () => {
  await receiver.close();
  data[Symbol.dispose]();
});

interface Ended {
  code: number | string;
  out: string;
  err: string;
}

/** Starts `postbench check` in a folder; without a terminal, as a build server does. */
function begin(args: readonly string[], { folder = data.path, env = {} } = {}): Running {
  return startNode([BIN, 'check', '--data-dir', join(data.path, 'data'), ...args], env, folder);
}

async function check(
  args: readonly string[],
  options: { folder?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  await using running = begin(args, options);
  const code = await running.ended;
  return { code, out: running.out(), err: running.err() };
}

const to = (at = receiver) => ['--to', `${at.origin}/postback`];
const state = (at = receiver) => ['--state', `${at.origin}/state?id={ActionId}`];

async function reportOf(args: readonly string[], options: { folder?: string; env?: NodeJS.ProcessEnv } = {}) {
  const ended = await check([...args, '--json'], options);
  return { ...ended, report: JSON.parse(ended.out) as CheckReport };
}

const verdicts = ({ checks }: CheckReport) =>
  Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));

/** Starts a receiver for a test. */
async function using(made: Receiver): Promise<StartedReceiver & AsyncDisposable> {
  const started = await startReceiver(made);
  return { ...started, [Symbol.asyncDispose]: started.close };
}

/** A script of a test's folder, for a command. */
function script(folder: string, name: string, lines: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!${process.execPath}\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('postbench check', () => {
  it('finds a right receiver money-safe, and exits with 0', async () => {
    const { code, out, err } = await check([...to(), ...state(), ...FAST]);
    expect(err).toContain('Payout = Payout: 14.37');
    expect(out).toContain('Money-safe');
    expect(code).toBe(0);
  });

  it('names the defect of a wrong one, and exits with 1', async () => {
    await using wrong = await using(WRONG_RECEIVERS.find(({ name }) => name === 'adds payouts')!.make());
    const { code, out } = await check([...to(wrong), ...state(wrong), ...FAST, ...FEW]);
    expect(out).toContain('1 defect that costs money');
    expect(code).toBe(1);
  });

  it('lists its checks', async () => {
    const { code, out } = await check(['--list', '--json']);
    expect(code).toBe(0);
    expect((JSON.parse(out) as { id: string }[]).map(({ id }) => id)).toContain('twenty-at-once');
  });

  it('repeats the same bytes with --seed and --run-id', async () => {
    const sent = async () => {
      await using one = await using(guardedUpsert());
      await check([...to(one), ...state(one), ...FAST, ...FEW, '--seed', '5', '--run-id', '77']);
      // What has the time of the run in it differs.
      return one.received
        .map(({ params }) => [params['ActionId'], params['Oid'], params['Payout']].join())
        .toSorted();
    };
    const first = await sent();
    expect(first.length).toBeGreaterThan(3);
    expect(await sent()).toEqual(first);
  });

  it('keeps on a cancel what was found, and says so', async () => {
    await using slow = await using({
      ...guardedUpsert(),
      postback: () => ({ status: 200, after: 300 }),
      state: () => undefined,
    });
    const file = join(data.path, 'cancelled.json');
    await using running = begin([...to(slow), '--settle', '20s', '--report', file]);
    await running.says(/First action: 200/);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(2);
    expect(running.err()).toContain('cancelled');
    expect((JSON.parse(readFileSync(file, 'utf8')) as CheckReport).state).toBe('cancelled');
  });
});

describe('a wrong call exits with 2 before anything is sent:', () => {
  it.each([
    ['an unknown check', ['--only', 'reversel'], 'Did you mean reversal?'],
    ['an unknown category', ['--only', 'mony'], 'Did you mean money?'],
    ['an unknown check to skip', ['--skip', 'twenty-at-one'], 'Did you mean twenty-at-once?'],
    [
      'a secret that the template does not hold',
      ['--secret', 'token'],
      'no parameter, body field or header "token"',
    ],
    ['a duration that is none', ['--settle', 'soon'], 'is not a duration'],
    ['a seed that is no number', ['--seed', 'x'], 'not a whole number'],
    ['a report without a format', ['--report', 'report.txt'], 'Use .html, .xml (JUnit), .json or .md.'],
    ['a report that is a folder', ['--report', 'folder.html'], 'is a folder'],
    ['a --set without a value', ['--set', 'SubId1'], 'is not Name=value'],
    ['a --set of what is no placeholder', ['--set', 'Subid1=x'], 'Did you mean {SubId1}?'],
    [
      'two ways to see records',
      ['--state', 'http://127.0.0.1/x', '--state-command', 'x'],
      'both say how records are seen',
    ],
    [
      'a placeholder in part of an argument',
      ['--state-command', './s.sh --id={ActionId}'],
      'only part of a word',
    ],
    [
      'a placeholder in part of an argument of --before-command',
      ['--before-command', 'x a{SubId1}'],
      'only part of a word',
    ],
    [
      'what only a shell understands',
      ['--state-command', 'cat {ActionId} | jq .'],
      'only a shell understands',
    ],
    ['an empty command', ['--state-command', ' '], 'empty'],
    [
      'a placeholder that does not exist, in a URL',
      ['--state', 'http://127.0.0.1:9/s?id={Actionid}'],
      'Did you mean {ActionId}?',
    ],
    [
      'a placeholder that does not exist, in a command',
      ['--state-command', 'x {Acton}'],
      'there is no placeholder {Acton}',
    ],
    ['a secret as an argument', ['--state-command', 'x {secret:KEY}'], 'POSTBENCH_SECRET_KEY'],
    ['a host that is not allowed', ['--state', 'http://192.0.2.1/s'], 'is not this machine'],
    ['an origin beside --to', ['--at', 'http://127.0.0.1:1'], 'both say'],
  ])('%s', async (_name, args, sentence) => {
    mkdirSync(join(data.path, 'folder.html'), { recursive: true });
    const before = receiver.received.length;
    const { code, err } = await check([...to(), ...args]);
    expect(err).toContain(sentence);
    expect(code).toBe(2);
    expect(receiver.received.length).toBe(before);
  });

  it('a target that is not allowed', async () => {
    const { code, err } = await check(['--to', 'http://192.0.2.1/postback']);
    expect(err).toContain('PB_HOST_NOT_ALLOWED');
    expect(code).toBe(2);
  });

  it('a template with errors', async () => {
    const { code, err } = await check(['--to', `${receiver.origin}/postback?id={ActionId`]);
    expect(err).toContain('PB_POSTBACK_INVALID');
    expect(code).toBe(2);
  });
});

describe('exit codes', () => {
  it('--require-books: 2 where no record was compared', async () => {
    const { code, err } = await check([...to(), ...FAST, '--require-books', '--only', 'no-5xx']);
    expect(err).toContain('--require-books');
    expect(code).toBe(2);
  });

  it('--fail-on warn: 1 where something warns, 0 without it', async () => {
    await using leaky = await using({
      ...guardedUpsert(),
      postback: () => ({ status: 200, body: 'Traceback (most recent call last)' }),
    });
    const args = [...to(leaky), '--only', 'nothing-leaks', ...FAST];
    expect((await check(args)).code).toBe(0);
    expect((await check([...args, '--fail-on', 'warn'])).code).toBe(1);
  });
});

describe('--state-command', () => {
  /** A command that asks the receiver, in a form of its own. */
  function asking(folder: string, print: string): string {
    return script(
      folder,
      'state.mjs',
      `const response = await fetch('${receiver.origin}/state?id=' + process.argv[2]);
const record = response.status === 404 ? null : await response.json();
${print}`,
    );
  }
  const PRINTS = {
    'a JSON object, and nothing for none': 'if (record) console.log(JSON.stringify(record));',
    'null for none': 'console.log(JSON.stringify(record));',
    'an array, empty for none': 'console.log(JSON.stringify(record ? [record] : []));',
    'an object, empty for none': 'console.log(JSON.stringify(record ?? {}));',
    'lines of key=value':
      "if (record) console.log('id=' + record.id + '\\nstatus=' + record.status + '\\npayout=' + record.payout);",
  };

  it.each(Object.entries(PRINTS))('that prints %s', async (_name, print) => {
    using folder = temporaryFolder();
    asking(folder.path, print);
    const { code, report, err } = await reportOf(
      [...to(), '--state-command', './state.mjs {ActionId}', ...FAST, ...FEW],
      { folder: folder.path },
    );
    expect(err).not.toContain('PB_');
    expect(verdicts(report)).toEqual({ reversal: 'pass', 'duplicate-creation': 'pass' });
    expect(code).toBe(0);
  });

  it.each([
    ['does not exist', './missing {ActionId}', 'There is no program "./missing"'],
    ['may not be executed', './plain.txt {ActionId}', 'may not be executed'],
    ['exits with 3', './fails.mjs {ActionId}', 'exit code 3. It said: no database'],
    ['prints 100 MB', './floods.mjs {ActionId}', 'more than 1 MiB'],
    ['prints HTML', './html.mjs {ActionId}', 'HTML page'],
    ['prints garbage', './garbage.mjs {ActionId}', 'neither JSON, XML, a form nor lines of name=value'],
  ])('that %s: a sentence, and money is not judged', async (_name, command, sentence) => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'plain.txt'), '');
    script(folder.path, 'fails.mjs', "console.error('first line\\nno database'); process.exit(3);");
    script(
      folder.path,
      'floods.mjs',
      "const part = 'x'.repeat(1_000_000); const go = (n) => n > 0 && process.stdout.write(part, () => go(n - 1)); go(100);",
    );
    script(folder.path, 'html.mjs', "console.log('<!doctype html><html>hello</html>');");
    script(
      folder.path,
      'garbage.mjs',
      'process.stdout.write(Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256)));',
    );
    const { code, report, err } = await reportOf([...to(), '--state-command', command, ...FAST, ...FEW], {
      folder: folder.path,
    });
    expect(err).toContain(sentence);
    expect(report.summary.moneyJudged).toBe(false);
    expect(report.summary.counts.fail).toBe(0);
    expect(code).toBe(0);
  });

  it('that hangs is stopped with its children', async () => {
    using folder = temporaryFolder();
    script(
      folder.path,
      'hangs.mjs',
      `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
writeFileSync('pids-' + process.pid, process.pid + ' ' + child.pid);
setInterval(() => {}, 1000);`,
    );
    await using running = begin(
      [...to(), '--state-command', './hangs.mjs {ActionId}', '--settle', '300ms', ...FEW],
      {
        folder: folder.path,
      },
    );
    await running.says(/did not end within 10 s and was stopped/);
    expect(await running.ended).toBe(0);
    const { readdirSync } = await import('node:fs');
    const pids = readdirSync(folder.path)
      .filter((name) => name.startsWith('pids-'))
      .flatMap((name) => readFileSync(join(folder.path, name), 'utf8').split(' ').map(Number));
    expect(pids.length).toBeGreaterThan(1);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('is stopped by Ctrl-C', async () => {
    using folder = temporaryFolder();
    script(
      folder.path,
      'hangs.mjs',
      "import { writeFileSync } from 'node:fs'; writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000);",
    );
    await using running = begin([...to(), '--state-command', './hangs.mjs {ActionId}'], {
      folder: folder.path,
    });
    while (!existsSync(join(folder.path, 'pid'))) await wait(20);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(2);
    expect(isAlive(Number(readFileSync(join(folder.path, 'pid'), 'utf8')))).toBe(false);
  });
});

/** Whether a process runs; one that has ended and was not waited for does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('what the receiver must know first', () => {
  /** Takes only postbacks of users that were registered. */
  function selective(known: Set<string>): Receiver {
    const inner = guardedUpsert();
    return {
      ...inner,
      postback: (incoming) => {
        const user = incoming.params['SubId1'] ?? '';
        if (incoming.path === '/register') known.add(incoming.params['user'] ?? '');
        else if (!known.has(user)) return { status: 404, body: 'unknown click' };
        else return inner.postback(incoming);
        return { status: 200 };
      },
    };
  }

  it('without it, one finding names both causes, and the rest is skipped', async () => {
    await using one = await using(selective(new Set()));
    const { report, err, code } = await reportOf([...to(one), ...state(one), ...FAST]);
    expect(err).toContain(
      'does not know this click. Register it with --before, or fix its values with --set.',
    );
    expect(report.checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual(['no-4xx']);
    expect(report.checks.find(({ id }) => id === 'no-4xx')?.sentence).toContain('--before');
    expect(code).toBe(1);
  });

  it('--before registers each action', async () => {
    await using one = await using(selective(new Set()));
    const before = ['--before', `${one.origin}/register?user={SubId1}`];
    const { report } = await reportOf([...to(one), ...state(one), ...before, ...FAST, ...FEW]);
    expect(verdicts(report)).toEqual({ reversal: 'pass', 'duplicate-creation': 'pass' });
  });

  it('--before-command does so', async () => {
    await using one = await using(selective(new Set()));
    using folder = temporaryFolder();
    script(folder.path, 'register.mjs', `await fetch('${one.origin}/register?user=' + process.argv[2]);`);
    const before = ['--before-command', './register.mjs {SubId1}'];
    const { report } = await reportOf([...to(one), ...state(one), ...before, ...FAST, ...FEW], {
      folder: folder.path,
    });
    expect(verdicts(report)).toEqual({ reversal: 'pass', 'duplicate-creation': 'pass' });
  });

  it.each([
    [['--before', 'http://127.0.0.1:1/register'], 'registers a click had no response'],
    [['--before-command', './missing {SubId1}'], 'could not be started'],
  ])('%j that fails exits with 2', async (before, sentence) => {
    const { code, err } = await check([...to(), ...state(), ...before, ...FAST, ...FEW]);
    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });

  it('--set fixes a value, and checks that vary it are skipped and say so', async () => {
    await using one = await using(selective(new Set(['user-of-mine'])));
    const { report } = await reportOf([...to(one), ...state(one), '--set', 'SubId1=user-of-mine', ...FAST]);
    const of = report.checks.find(({ id }) => id === 'empty-subid1');
    expect(of).toMatchObject({
      verdict: 'skip',
      sentence: 'SubId1 is fixed by --set, and this check varies it.',
    });
    expect(report.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(report.summary.moneyJudged).toBe(true);
  });
});

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
      `${receiver.origin}/postback?token={secret:NOWHERE}&id={ActionId}`,
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
      `to: ${receiver.origin}/postback\nstate: {url: "${receiver.origin}/state?id={ActionId}", fields: {Payout: payout}}\nsettle: 300ms\nonly: [reversal]\n`,
    );
    const { code, report } = await reportOf([], { folder: folder.path });
    expect(verdicts(report)).toEqual({ reversal: 'pass' });
    expect(code).toBe(0);
  });

  it('with a mistake is reported with its line and column', async () => {
    using folder = temporaryFolder();
    workspace(folder.path, `to: ${receiver.origin}/postback\nsettl: 3s\n`);
    const { code, err } = await check([], { folder: folder.path });
    expect(err).toMatch(/check\.yaml:2:1/);
    expect(code).toBe(2);
  });

  it('with a field that the records do not show says so, and compares no other in its place', async () => {
    using folder = temporaryFolder();
    workspace(
      folder.path,
      `state: {url: "${receiver.origin}/state?id={ActionId}", fields: {Payout: pay_out}}\n`,
    );
    const { report, err } = await reportOf([...to(), ...FAST, ...FEW], { folder: folder.path });
    expect(err).toContain('no field "pay_out"');
    expect(verdicts(report)['duplicate-creation']).toBe('skip');
  });

  it('is not taken for a scenario of its workspace', async () => {
    using folder = temporaryFolder();
    expect((await postbench('init', folder.path)).code).toBe(0);
    workspace(folder.path, `to: ${receiver.origin}/postback\nonly: [no-5xx]\n`);
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
const response = await fetch('${receiver.origin}/state?id=' + process.argv[2]);
if (response.ok) console.log(await response.text());`,
    );
    const command = './state.mjs {ActionId}';
    workspace(folder.path, `to: ${receiver.origin}/postback\nstate: {command: "${command}"}\n`);
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

describe('bad receivers and probes', () => {
  let odd: { origin: string; close: () => void };
  beforeAll(async () => {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://x').pathname;
      const html = { 'content-type': 'text/html' };
      if (path === '/html') response.writeHead(200, html).end('<!doctype html><html><body>hi</body></html>');
      else if (path === '/login')
        response.writeHead(200, html).end('<!doctype html><html><form><input type="password"></form></html>');
      else if (path === '/garbage')
        response.end(Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 256)));
      else if (path === '/loop') response.writeHead(302, { location: '/loop' }).end();
      else if (path === '/forbidden') response.writeHead(401).end();
      else if (path === '/broken') response.writeHead(500).end('oops');
      else if (path === '/large')
        response.end(JSON.stringify({ id: 'x', text: 'x'.repeat(2 * 1024 * 1024) }));
      else if (path === '/huge') {
        const part = Buffer.alloc(1024 * 1024, 97);
        const write = (left: number): void => {
          if (left === 0) response.end();
          else if (response.write(part)) write(left - 1);
          else response.once('drain', () => write(left - 1));
        };
        response.on('error', () => {});
        write(500);
      } else if (path !== '/silent') response.end('OK');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    odd = {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => {
        server.closeAllConnections();
        server.close();
      },
    };
  });
  afterAll(() => odd.close());

  it('nothing listens: exit 1, and it says to start the receiver', async () => {
    const { code, err, out } = await check(['--to', 'http://127.0.0.1:1/postback', ...FAST]);
    expect(err).toContain(
      'PB_RECEIVER_UNREACHABLE: Nothing is listening at that address and port. Start your receiver',
    );
    expect(out).not.toContain('Money-safe');
    expect(code).toBe(1);
  });

  it.each([
    ['/loop', 'no-redirect'],
    ['/broken', 'no-5xx'],
    ['/login', 'body-says-success'],
  ])('%s: exit 1 by %s', async (path, id) => {
    const { code, report } = await reportOf(['--to', `${odd.origin}${path}`, '--only', id, ...FAST]);
    expect(verdicts(report)[id]).toBe('fail');
    expect(code).toBe(1);
  });

  it('a response of 500 MB is cut off, and is not success', async () => {
    const { report } = await reportOf(['--to', `${odd.origin}/huge`, '--only', 'responds-in-time', ...FAST]);
    expect(report.firstLook).toMatchObject({ accepted: false, response: { outcome: 'endless-answer' } });
  });

  it('a receiver that never responds fails in time, and the rest is skipped', async () => {
    const { code, report } = await reportOf(['--to', `${odd.origin}/silent`, '--timeout', '200ms', ...FAST]);
    expect(report.checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual([
      'responds-in-time',
    ]);
    expect(code).toBe(1);
  });

  it.each([
    ['/html', 'it is an HTML page, not a record'],
    ['/login', 'shows a login page'],
    ['/garbage', 'cannot be read'],
    ['/loop', 'redirects to /loop'],
    ['/forbidden', 'responded with 401: it needs to log in'],
    ['/broken', 'responded with 500'],
    ['/large', 'larger than 1 MiB'],
    ['/huge', 'larger than 1 MiB'],
  ])('a probe of %s: %s', async (path, sentence) => {
    const { report, err } = await reportOf([
      ...to(),
      '--state',
      `${odd.origin}${path}?id={ActionId}`,
      ...FAST,
      ...FEW,
    ]);
    expect(err).toContain(sentence);
    expect(report.summary).toMatchObject({ moneyJudged: false, counts: { fail: 0 } });
  });

  it('a probe that nothing listens to', async () => {
    const { err } = await check([...to(), '--state', 'http://127.0.0.1:1/s?id={ActionId}', ...FAST, ...FEW]);
    expect(err).toContain('Nothing is listening where your records should be shown.');
  });
});
