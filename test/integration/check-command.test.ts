import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../shared/checks/report.ts';
import { checkCommand, FAST, FEW, using } from '../fixtures/check-command.ts';
import { guardedUpsert } from '../fixtures/receivers/right.ts';
import { WRONG_RECEIVERS } from '../fixtures/receivers/wrong.ts';

const { begin, check, folder, receiver, state, to } = checkCommand();

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
    const file = join(folder(), 'cancelled.json');
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
    ['a report where no folder can be made', ['--report', '/proc/none/x.json'], '/proc/none'],
    ['a report under a file', ['--report', 'plain.txt/x.json'], 'plain.txt'],
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
    ['a --set of the action ID', ['--set', 'ActionId=1'], 'each action has its own'],
    ['a timeout of zero', ['--timeout', '0'], 'no response could be in time'],
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
    mkdirSync(join(folder(), 'folder.html'), { recursive: true });
    writeFileSync(join(folder(), 'plain.txt'), '');
    const before = receiver().received.length;
    const { code, err } = await check([...to(), ...args]);
    expect(err).toContain(sentence);
    expect(code).toBe(2);
    expect(receiver().received.length).toBe(before);
  });

  it.each([
    ['', '--to is empty'],
    ['http://', 'The URL has no host.'],
    ['ftp://x/y', 'The URL does not start with http://'],
  ])('the target %j', async (target, sentence) => {
    const { code, err } = await check(['--to', target]);
    expect(err).toContain(sentence);
    expect(err).not.toContain('CampaignId');
    expect(code).toBe(2);
  });

  it('a target that is not allowed', async () => {
    const { code, err } = await check(['--to', 'http://192.0.2.1/postback']);
    expect(err).toContain('PB_HOST_NOT_ALLOWED');
    expect(code).toBe(2);
  });

  it('a template with errors', async () => {
    const { code, err } = await check(['--to', `${receiver().origin}/postback?id={ActionId`]);
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
