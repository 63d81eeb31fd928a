import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkConfigSchema } from '../../shared/checks/config.ts';
import { openEngine } from '../fixtures/engine.ts';

const config = checkConfigSchema.parse({
  to: 'http://127.0.0.1:9/postback',
  state: { command: './state.sh {ActionId}' },
  before: { command: './register.sh {ActionId}' },
});
const start = { config, only: [], explore: 0, seed: 1, ask: false };

describe('a command of check.yaml', () => {
  it('cannot be confirmed where nobody can be asked outside the page, and does not run', async () => {
    await using opened = await openEngine();
    const { checks } = opened.engine;
    expect(checks.canConfirm).toBe(false);
    await expect(checks.confirmCommand(config)).rejects.toMatchObject({
      code: 'PB_ARGUMENT_INVALID',
      remedy: expect.stringContaining('desktop app') as string,
    });
    await expect(checks.start(start)).rejects.toThrow(/was not confirmed on this machine/);
  });

  it('is asked about one at a time, and stays unconfirmed when the user says no', async () => {
    const asked: string[] = [];
    let allowed = false;
    await using opened = await openEngine({
      askToRun: ({ file, command }) => {
        asked.push(`${file}: ${command}`);
        return Promise.resolve(allowed);
      },
    });
    const { checks, benches } = opened.engine;
    const file = join(benches.workspace.folder, 'check.yaml');
    await checks.confirmCommand(config);
    expect(checks.unconfirmed(config)).toBe('./state.sh {ActionId}');
    allowed = true;
    await checks.confirmCommand(config);
    expect(checks.unconfirmed(config)).toBe('./register.sh {ActionId}');
    await checks.confirmCommand(config);
    expect(checks.unconfirmed(config)).toBeUndefined();
    await checks.confirmCommand(config);
    expect(asked).toEqual([
      `${file}: ./state.sh {ActionId}`,
      `${file}: ./state.sh {ActionId}`,
      `${file}: ./register.sh {ActionId}`,
    ]);
  });

  it('is confirmed as it was shown, even where the file with the confirmations was unreadable', async () => {
    await using opened = await openEngine({ askToRun: () => Promise.resolve(true) });
    const { checks, dataFolder } = opened.engine;
    writeFileSync(join(dataFolder, 'confirmed-commands.json'), 'no JSON');
    await checks.confirmCommand({ ...config, before: undefined });
    expect(checks.unconfirmed({ ...config, before: undefined })).toBeUndefined();
  });
});
