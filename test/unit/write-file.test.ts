import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replaceFile } from '../../electron/engine/write-file.ts';
import { ROOT, temporaryFolder } from '../fixtures/command.ts';

describe('replacing a file', () => {
  it('writes exactly what is given, over whatever was there, and leaves no other file', () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'a.yaml');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        replaceFile(file, Buffer.from(bytes));
        expect(readFileSync(file).equals(Buffer.from(bytes))).toBe(true);
        expect(readdirSync(folder.path)).toEqual(['a.yaml']);
      }),
      { numRuns: 30 },
    );
  });

  it.skipIf(process.platform === 'win32')('keeps the mode, and writes through a link', () => {
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    writeFileSync(at('a'), 'before');
    chmodSync(at('a'), 0o640);
    symlinkSync('a', at('link'));
    replaceFile(at('link'), 'after');
    expect(readFileSync(at('a'), 'utf8')).toBe('after');
    expect(statSync(at('a')).mode & 0o777).toBe(0o640);
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
  });

  it.skipIf(process.platform === 'win32')(
    'leaves the former file whole when the disk takes only a part',
    () => {
      using folder = temporaryFolder();
      const file = join(folder.path, 'a.yaml');
      writeFileSync(file, 'before');
      const script = `import { replaceFile } from ${JSON.stringify(join(ROOT, 'electron/engine/write-file.ts'))}; replaceFile(${JSON.stringify(file)}, 'x'.repeat(5000));`;
      const limited = spawnSync(
        'bash',
        ['-c', 'ulimit -f 1; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', script],
        { encoding: 'utf8' },
      );
      expect(limited.status).not.toBe(0);
      expect(limited.stderr).toContain('EFBIG');
      expect(readFileSync(file, 'utf8')).toBe('before');
      expect(readdirSync(folder.path)).toEqual(['a.yaml']);
    },
  );
});
