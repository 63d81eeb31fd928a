import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { postbench, temporaryFolder } from '../fixtures/command.ts';
import { PUBLISHED } from '../fixtures/lint-table.ts';

interface Diagnostics {
  diagnostics: {
    code: string;
    severity: string;
    message: string;
    remedy: string;
    line: number;
    column: number;
  }[];
}

const codes = (out: string) =>
  (JSON.parse(out) as Diagnostics).diagnostics.map(({ code, line, column }) => [code, line, column]);

describe('postbench lint', () => {
  it('finds nothing in a good template, and ends with 0', async () => {
    const { code, out } = await postbench(
      'lint',
      '--url',
      'http://127.0.0.1:9000/pb?id={ActionId}&st={Status}&pay={Payout}',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ diagnostics: [] });
  });

  it('ends with 1 where a name would not be filled, and says what to write', async () => {
    const { code, out } = await postbench('lint', '--url', '/pb?id={ActionId}&st={Status}&pay={payout}');
    expect(code).toBe(1);
    expect(out).toContain('the URL, 1:35: error placeholder-case');
    expect(out).toContain('Write {Payout}.');
  });

  it('ends with 0 where there are warnings only', async () => {
    const { code, out } = await postbench('lint', '--url', '/pb?id={ActionId}', '--json');
    expect(code).toBe(0);
    expect(codes(out)).toEqual([['status-missing', 1, 1]]);
  });

  it('counts its findings in the singular and the plural', async () => {
    const one = await postbench('lint', '--url', '/pb?id={ActionId}&pay={payout}');
    expect(one.err).toContain('1 error, 1 warning, 0 for information.');
    const more = await postbench('lint', '--url', '/pb?pay={payout}&st={status}');
    expect(more.err).toContain('2 errors, 2 warnings, 0 for information.');
  });

  it("explains the platform's own published example in a file of its own", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'body.json');
    writeFileSync(file, PUBLISHED);
    const { code, out } = await postbench('lint', '--body', file, '--format', 'json', '--json');
    expect(code).toBe(1);
    expect(codes(out)).toEqual([
      ['json-key-without-value', 1, 2],
      ['placeholder-broken', 1, PUBLISHED.indexOf('{Delta') + 1],
    ]);
  });

  it('points into a postback file: quoted, plain and block texts', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'postback.yaml');
    writeFileSync(
      file,
      [
        'name: mine',
        'method: POST',
        'url: "http://127.0.0.1:9000/\\x70b?id={ActionId}&st={Status}&x={payout}"',
        'headers:',
        "  X-Sub: 'it''s {subid1}'",
        'body:',
        '  format: json',
        '  template: |',
        '    {',
        '      "id": "{ActionId}",',
        '      "pay": {Payout}',
        '    }',
        '',
      ].join('\n'),
    );
    const { out } = await postbench('lint', file, '--json');
    expect(codes(out)).toEqual([
      ['placeholder-case', 3, 63],
      ['placeholder-case', 5, 17],
      ['json-unquoted', 11, 14],
    ]);
  });

  it('knows the names that the workspace of the file declares, and the kind', async () => {
    using folder = temporaryFolder();
    writeFileSync(
      join(folder.path, 'postbench.yaml'),
      'name: w\nworld:\n  partner: {id: "1", name: P}\n  programs:\n    - {id: "2", name: B, timeZone: UTC, currency: USD, eventTypes: [{id: "3", name: Sale, payout: "1"}]}\nplaceholders:\n  - name: Weather\n',
    );
    const file = join(folder.path, 'a.yaml');
    writeFileSync(file, 'name: a\nurl: /pb?id={ActionId}&st={Status}&w={Weather}\n');
    expect((await postbench('lint', file)).code).toBe(0);
    const { code, err } = await postbench('lint', file, '--kind', 'catalog');
    expect(code).toBe(2);
    expect(err).toContain('--kind catalog');
    const catalog = await postbench(
      'lint',
      '--url',
      '/?sku={CatalogItemId}&p={Payout}',
      '--kind',
      'catalog',
      '--json',
    );
    expect(codes(catalog.out)).toEqual([['placeholder-other-kind', 1, 25]]);
  });

  it.each([
    [['lint'], 'There is no template'],
    [['lint', '--body', 'x'], 'must be used together'],
    [['lint', 'nowhere.yaml'], 'nowhere.yaml'],
    [['lint', 'x.yaml', '--url', '/'], 'cannot be combined'],
  ])('refuses %j with 2', async (args, why) => {
    const { code, err } = await postbench(...args);
    expect(code).toBe(2);
    expect(err).toContain(why);
  });
});
