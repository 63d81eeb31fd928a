import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { freshRunId, LARGEST_RUN_ID } from '../../electron/engine/checks/run-id.ts';

it('no two runs share a number, however close to each other they start', () => {
  const now = Date.UTC(2026, 10, 27);
  const ids = Array.from({ length: 100 }, () => freshRunId(now));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => id > 0 && id <= LARGEST_RUN_ID)).toBe(true);
});

it('two processes of one machine that start in the same second differ', () => {
  const code = `import { freshRunId } from './electron/engine/checks/run-id.ts'; process.stdout.write(String(freshRunId(Date.UTC(2026, 10, 27))))`;
  const ids = [1, 2].map(
    () => spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).stdout,
  );
  expect(ids[0]).toMatch(/^\d+$/);
  expect(ids[0]).not.toBe(ids[1]);
});
