import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { postbench, temporaryFolder } from '../fixtures/command.ts';

/** Writes files into a folder and gives their paths. */
function files(folder: string, texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return [name, join(folder, name)];
    }),
  );
}

const urlOf = (out: string) => (JSON.parse(out) as { url: string }).url;

describe('postbench render', () => {
  it('takes --set before and after the file, repeated or with several values', async () => {
    using folder = temporaryFolder();
    const { pb } = files(folder.path, { pb: 'name: x\nurl: http://h/{ActionId}/{SharedId}\n' });
    const calls = [
      [pb!, '--set', 'ActionId=7', 'SharedId=a=b'],
      [pb!, '--set', 'ActionId=7', '--set', 'SharedId=a=b'],
      ['--set', 'ActionId=7', 'SharedId=a=b', pb!],
      ['--set', 'ActionId=7', '--set', 'SharedId=a=b', pb!],
    ];
    for (const call of calls) {
      const { code, out } = await postbench('render', '--json', ...call);
      expect([code, urlOf(out)]).toEqual([0, 'http://h/7/a%3Db']);
    }
    const wrong = await postbench('render', pb!, '--set', 'ActionId');
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toContain('--set ActionId has no name or no value');
    const slip = await postbench('render', pb!, '--set', 'Payuot=12.00');
    expect(slip).toMatchObject({ code: 2, out: '' });
    expect(slip.err).toContain('Did you mean {Payout}?');
    const own = await postbench('render', '--url', 'http://127.0.0.1:9/pb?v={Own}', '--set', 'Own=1');
    expect(own).toMatchObject({ code: 0 });
    expect(own.out).toContain('v=1');
  });

  it('reads the values of an event from JSON and YAML as they are written, and null as no value', async () => {
    using folder = temporaryFolder();
    const paths = files(folder.path, {
      'event.json': '\ufeff{"ActionId": "0012", "Payout": 12.50, "SharedId": null, "SubId1": "null"}',
      'event.yaml':
        'ActionId: "0012"\r\nPayout: 12.50 # two digits\r\nSharedId: null\r\nSubId1: "null"\r\nSubId2:\r\n',
    });
    for (const path of Object.values(paths)) {
      const { code, out } = await postbench(
        'render',
        '--url',
        'http://h/{ActionId}/{Payout}/{SharedId}/{SubId1}/{SubId2}',
        '--event',
        path,
        '--json',
      );
      expect([code, urlOf(out)]).toEqual([0, 'http://h/0012/12.50//null/']);
    }
  });

  it('names line and column of a file of values that is wrong', async () => {
    using folder = temporaryFolder();
    const paths = files(folder.path, {
      'broken.yaml': 'ActionId: 1\nPayout: [1\n',
      'nested.yaml': 'A:\n  B: 1\n',
    });
    const broken = await postbench('render', '--url', '/x', '--event', paths['broken.yaml']!);
    expect([broken.code, broken.out]).toEqual([2, '']);
    expect(broken.err).toMatch(/^PB_ARGUMENT_INVALID: \S+broken\.yaml:\d+:\d+: /);
    const nested = await postbench('render', '--url', '/x', '--event', paths['nested.yaml']!);
    expect(nested.err).toMatch(/nested\.yaml:2:3: .*"A"/);
  });

  it('refuses an empty URL and a file that is not there, each with a remedy and a place named once', async () => {
    const empty = await postbench('render', '--url', '');
    expect([empty.code, empty.out]).toEqual([2, '']);
    expect(empty.err).toContain('--url');
    const missing = await postbench('render', 'no-such.yaml');
    expect([missing.code, missing.err]).toEqual([
      2,
      'PB_FILE_UNREADABLE: no-such.yaml: There is no such file.\nCheck its path.\n',
    ]);
    const folder = await postbench('render', '.');
    expect([folder.code, folder.err.split('\n')[0]]).toEqual([2, 'PB_FILE_UNREADABLE: .: This is a folder.']);
  });
});
