import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCommand, FAST, FEW, script } from '../fixtures/check-command.ts';
import { BIN, temporaryFolder } from '../fixtures/command.ts';
import { hasTerminal, onTerminal } from '../fixtures/terminal.ts';

if (!hasTerminal)
  console.warn('NOT TESTED: questions on a terminal, since there is no python3 with pty here.');

const { folder, receiver, state, to, reportOf, check } = checkCommand();
const YES = 'y\n';
const NO = 'n\n';

describe.runIf(hasTerminal)('on a terminal', () => {
  const ask = (args: readonly string[], answers: readonly (readonly [string, string])[], at = folder()) =>
    onTerminal([BIN, 'check', '--data-dir', join(folder(), 'data'), ...args, ...FAST, ...FEW], {
      answers,
      folder: at,
    });

  it('the first look is shown and confirmed before anything else is sent', async () => {
    const { code, shown } = await ask([...to(), ...state()], [['Write test data to', YES]]);
    expect(shown).toMatch(/Payout = \w+: 14\.37/);
    // The question names the place; the template would fill the screen.
    expect(shown).toContain(`Write test data to ${receiver().origin}/postback? [y/N]`);
    expect(shown).toContain('2 checks passed, none failed');
    expect(code).toBe(0);
  });

  it('a no ends the run after it', async () => {
    const { code, shown } = await ask([...to(), ...state()], [['Write test data to', NO]]);
    expect(shown).toContain('was cancelled');
    expect(code).toBe(2);
    const before = receiver().received.length;
    await ask([...to(), ...state(), '--yes'], []);
    expect(receiver().received.length).toBeGreaterThan(before);
  });

  it('a command of check.yaml is shown and confirmed once, and again after it was changed', async () => {
    using place = temporaryFolder();
    script(
      place.path,
      'state.mjs',
      `const response = await fetch('${receiver().origin}/state?id=' + process.argv[2]);
if (response.status === 200) console.log(await response.text());`,
    );
    const write = (command: string) =>
      writeFileSync(join(place.path, 'check.yaml'), `state: { command: '${command}' }\n`);
    const question = 'Run it on this machine';
    write('./state.mjs {ActionId}');
    const refused = await ask([...to(), '--yes'], [[question, NO]], place.path);
    expect(refused.shown).toContain('./state.mjs {ActionId}');
    expect(refused.code).toBe(2);
    const first = await ask([...to(), '--yes'], [[question, YES]], place.path);
    expect(first.code).toBe(0);
    const second = await ask([...to(), '--yes'], [], place.path);
    expect(second.shown).not.toContain(question);
    expect(second.code).toBe(0);
    write('./state.mjs {ActionId} again');
    const changed = await ask([...to(), '--yes'], [[question, NO]], place.path);
    expect(changed.shown).toContain(question);
    expect(changed.code).toBe(2);
  });
});

describe('options of a run', () => {
  it('--late-duplicate sends the same bytes once more, last of all and after the time', async () => {
    const began = receiver().received.length;
    const { code, report } = await reportOf([
      ...to(),
      ...state(),
      ...FAST,
      '--late-duplicate',
      '700ms',
      '--only',
      'late-duplicate',
    ]);
    expect(code).toBe(0);
    const [evidence] = report.checks.find(({ id }) => id === 'late-duplicate')!.evidence;
    const [first, last] = [evidence!.steps[0]!, evidence!.steps.at(-1)!];
    expect(last.request).toEqual(first.request);
    // The clock that waits may be read a little earlier than the one that is written down.
    expect(last.sentAt - first.sentAt).toBeGreaterThanOrEqual(690);
    const sent = receiver().received.slice(began);
    expect(sent.slice(0, -1).map(({ params }) => params)).toContainEqual(sent.at(-1)!.params);
  });

  it('--allow-host permits a host, which is then looked for; without it, nothing is', async () => {
    const away = ['--to', 'http://receiver.invalid/postback'];
    const refused = await check(away);
    expect(refused.err).toContain('PB_HOST_NOT_ALLOWED');
    expect(refused.code).toBe(2);
    const allowed = await check([...away, '--allow-host', 'receiver.invalid']);
    expect(allowed.err).toContain('PB_RECEIVER_UNREACHABLE: The host name does not resolve.');
    expect(allowed.code).toBe(1);
  });
});
