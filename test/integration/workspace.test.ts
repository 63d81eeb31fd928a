import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { postbackText } from '../../electron/engine/workspace/postback-text.ts';
import {
  allowHost,
  forgetCertificate,
  trustCertificate,
} from '../../electron/engine/workspace/settings-edits.ts';
import { readPostback, Workspace } from '../../electron/engine/workspace/workspace.ts';
import type { WorkspaceView } from '../../shared/contract/workspace.ts';
import { type Postback, postbackSchema } from '../../shared/template/postback.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';

const SETTINGS = `# settings of the team
name: Test
world:
  partner: { id: "7", name: Tester }
  programs:
    - { id: "1000", name: Acme, timeZone: Europe/Berlin, currency: EUR, eventTypes: [{ id: "1", name: Purchase, payout: 5 % }] }
`;
const POSTBACK = `# what marketing asked for
name: Life cycle   # shown in the list

method: GET
# do not touch: agreed with Bob
url: "/pb?id={ActionId}"   # short on purpose
headers:
  X-Team: blue   # our team
`;

function edit<Given>(
  workspace: Workspace,
  change: (view: WorkspaceView, given: Given) => void,
  given: Given,
): void {
  workspace.edit((view) => change(view, given));
}

function makeWorkspace(folder: string, files: Record<string, string> = {}): Workspace {
  mkdirSync(join(folder, 'postbacks'), { recursive: true });
  mkdirSync(join(folder, 'scenarios'), { recursive: true });
  const all = { 'postbench.yaml': SETTINGS, 'postbacks/a.yaml': POSTBACK, ...files };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  return new Workspace(folder);
}

describe('a workspace', () => {
  it('loads what is right, and names each wrong file with line and column, leaving it as it is', () => {
    using folder = temporaryFolder();
    const wrong: Record<string, string> = {
      'postbacks/method.yaml': 'name: X\nurl: /pb\nmethod: PUT\n',
      'postbacks/missing.yaml': 'name: X\n',
      'postbacks/strange.yaml': 'name: X\nurl: /pb\n\nretries: 3\n',
      'postbacks/header.yaml': 'name: X\nurl: /pb\nheaders:\n  Content-Length: "3"\n',
      'postbacks/syntax.yaml': 'name: X\nurl: [\n',
      'postbacks/binary.yaml': '\u0000\u0001\u0002',
      'postbacks/list.yaml': '- a\n- b\n',
      'postbacks/empty.yaml': '',
      'scenarios/ref.yaml': 'name: S\nsteps:\n  - restore: { action: nobody }\n',
    };
    const { view } = makeWorkspace(folder.path, {
      ...wrong,
      'scenarios/good.yml': 'name: S\nsteps: [{ track: { amount: 1 } }]\n',
    });
    expect(view.postbacks.find(({ file }) => file === 'postbacks/a.yaml')?.content?.name).toBe('Life cycle');
    expect(view.scenarios.find(({ file }) => file === 'scenarios/good.yml')?.content?.name).toBe('S');
    for (const [file, text] of Object.entries(wrong)) {
      const problems = view.problems.filter((problem) => problem.file === file);
      expect(problems.length, file).toBeGreaterThan(0);
      for (const problem of problems) {
        expect(problem.line, file).toBeGreaterThan(0);
        expect(problem.column, file).toBeGreaterThan(0);
        expect(problem.remedy).not.toBe('');
      }
      expect(
        [...view.postbacks, ...view.scenarios].find((entry) => entry.file === file)?.content,
        file,
      ).toBeNull();
      expect(readFileSync(join(folder.path, file), 'utf8')).toBe(text);
    }
    const place = (file: string) => {
      const { line, column, message } = view.problems.find((problem) => problem.file === file)!;
      return `${line}:${column} ${message}`;
    };
    expect(place('postbacks/method.yaml')).toMatch(/^3:9 method: /);
    expect(place('postbacks/missing.yaml')).toMatch(/^1:1 url: is missing/);
    expect(place('postbacks/strange.yaml')).toMatch(/^4:1 "retries" is not a known setting/);
    expect(place('postbacks/header.yaml')).toMatch(/^4:.*Content-Length.*HTTP client/);
    expect(place('scenarios/ref.yaml')).toMatch(/^3:24 .*no earlier step has the id "nobody"/);
  });

  it('cannot be opened without a right postbench.yaml, but keeps its settings when the file breaks later', () => {
    using folder = temporaryFolder();
    expect(() => new Workspace(folder.path)).toThrow(
      expect.objectContaining({ code: 'PB_WORKSPACE_MISSING' }) as Error,
    );
    writeFileSync(join(folder.path, 'postbench.yaml'), SETTINGS.replace('EUR', 'euro'));
    expect(() => new Workspace(folder.path)).toThrow(
      expect.objectContaining({
        code: 'PB_WORKSPACE_INVALID',
        place: { file: 'postbench.yaml', line: 6, column: 68 },
      }) as Error,
    );
    const workspace = makeWorkspace(folder.path);
    writeFileSync(join(folder.path, 'postbench.yaml'), 'name: [');
    expect(workspace.reload()).toBe(true);
    expect(workspace.view.settings.name).toBe('Test');
    expect(workspace.view.problems[0]?.file).toBe('postbench.yaml');
    writeFileSync(join(folder.path, 'postbench.yaml'), SETTINGS);
    expect(workspace.reload()).toBe(true);
    expect(workspace.view.problems).toEqual([]);
    expect(workspace.reload()).toBe(false);
  });

  it('saves only what was changed, with the user’s comments, blank lines and file mode, and no stray file', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    chmodSync(join(folder.path, 'postbacks/a.yaml'), 0o640);
    const [{ file, version, content }] = workspace.view.postbacks as [
      { file: string; version: string; content: Postback },
    ];
    const url =
      '/pb?id={ActionId}&pay={Payout}#: {"x"} and more than eighty characters, so that a folding writer would break the line';
    const saved = workspace.savePostback(
      file,
      version,
      { ...content, url, method: 'POST', headers: { 'X-Team': 'red' } },
      false,
    );
    const text = readFileSync(join(folder.path, file), 'utf8');
    expect(text).toContain('# what marketing asked for');
    expect(text).toContain(
      'name: Life cycle # shown in the list\n\nmethod: POST\n# do not touch: agreed with Bob\n',
    );
    expect(text).toContain('# short on purpose');
    expect(text).toContain('X-Team: red # our team');
    expect(saved.content).toEqual({ ...content, url, method: 'POST', headers: { 'X-Team': 'red' } });
    expect(saved.version).not.toBe(version);
    expect(statSync(join(folder.path, file)).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(folder.path, 'postbacks'))).toEqual(['a.yaml']);
  });

  it('refuses to save over a file that was edited meanwhile, unless told to', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    const [{ file, version, content }] = workspace.view.postbacks as [
      { file: string; version: string; content: Postback },
    ];
    const edited = POSTBACK.replace('blue', 'green');
    writeFileSync(join(folder.path, file), edited);
    const mine = { ...content, url: '/mine' };
    expect(() => workspace.savePostback(file, version, mine, false)).toThrow(
      expect.objectContaining({ code: 'PB_FILE_CHANGED' }) as Error,
    );
    expect(readFileSync(join(folder.path, file), 'utf8')).toBe(edited);
    workspace.savePostback(file, version, mine, true);
    expect(parse(readFileSync(join(folder.path, file), 'utf8'))).toMatchObject({
      url: '/mine',
      headers: { 'X-Team': 'blue' },
    });
    unlinkSync(join(folder.path, file));
    expect(() => workspace.savePostback(file, version, mine, true)).toThrow(
      expect.objectContaining({ code: 'PB_POSTBACK_UNKNOWN' }) as Error,
    );
    expect(() => workspace.savePostback('../../etc/x.yaml', version, mine, true)).toThrow(
      expect.objectContaining({ code: 'PB_POSTBACK_UNKNOWN' }) as Error,
    );
  });

  it('calls a symbolic link to itself what it is, and loads the rest', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    symlinkSync('loop.yaml', join(folder.path, 'postbacks/loop.yaml'));
    workspace.reload();
    expect(workspace.view.problems).toMatchObject([
      { file: 'postbacks/loop.yaml', message: 'This is a symbolic link that leads back to itself.' },
    ]);
    expect(workspace.view.postbacks.filter(({ content }) => content !== null)).toHaveLength(1);
    expect(() => readPostback(join(folder.path, 'postbacks/loop.yaml'))).toThrow(
      expect.objectContaining({ code: 'PB_FILE_UNREADABLE' }) as Error,
    );
  });

  it('opens no folder whose postbench.yaml is a symbolic link to itself', () => {
    using folder = temporaryFolder();
    symlinkSync('postbench.yaml', join(folder.path, 'postbench.yaml'));
    expect(() => new Workspace(folder.path)).toThrow(/leads back to itself/);
  });

  it('adds an allowed host, and refuses what is no host name', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    edit(workspace, allowHost, 'staging.example.com');
    edit(workspace, allowHost, 'staging.example.com');
    expect(workspace.view.settings.sending.allowedHosts).toEqual(['staging.example.com']);
    expect(readFileSync(join(folder.path, 'postbench.yaml'), 'utf8')).toContain('# settings of the team');
    for (const host of ['http://x', 'x:80', 'x/y', '', 'a b']) {
      expect(() => edit(workspace, allowHost, host), host).toThrow(
        expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }) as Error,
      );
    }
  });

  it('trusts a certificate and forgets it, and keeps what the team wrote around it', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    const path = join(folder.path, 'postbench.yaml');
    const print = (pair: string) => Array(32).fill(pair).join(':');
    const trusted = () => workspace.view.settings.sending.certificates;
    edit(workspace, trustCertificate, { host: 'Localhost:8443', sha256: print('ab').replaceAll(':', '') });
    expect(trusted()).toEqual([{ host: 'localhost:8443', sha256: print('AB') }]);
    const noted = readFileSync(path, 'utf8').replace(
      '- host: localhost:8443',
      '# the staging box\n    - host: localhost:8443',
    );
    writeFileSync(path, noted);
    edit(workspace, trustCertificate, { host: 'receiver.example', sha256: print('CD') });
    edit(workspace, trustCertificate, { host: 'localhost:8443', sha256: print('EF') });
    expect(trusted()).toEqual([
      { host: 'localhost:8443', sha256: print('EF') },
      { host: 'receiver.example:443', sha256: print('CD') },
    ]);
    expect(readFileSync(path, 'utf8')).toContain('# the staging box');
    edit(workspace, forgetCertificate, 'receiver.example');
    edit(workspace, forgetCertificate, 'nobody.example');
    expect(trusted()).toHaveLength(1);
    expect(readFileSync(path, 'utf8')).toContain('# the staging box');
    edit(workspace, forgetCertificate, 'localhost:8443');
    expect(trusted()).toEqual([]);
    expect(readFileSync(path, 'utf8')).toContain('# settings of the team');
    expect(() => edit(workspace, trustCertificate, { host: 'localhost:8443', sha256: 'AB:CD' })).toThrow(
      expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }) as Error,
    );
  });

  it('writes no setting into a file that is wrong', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    const path = join(folder.path, 'postbench.yaml');
    const broken = `${readFileSync(path, 'utf8')}\nsending: [\n`;
    writeFileSync(path, broken);
    for (const change of [
      () => edit(workspace, trustCertificate, { host: 'localhost:1', sha256: 'AB'.repeat(32) }),
      () => edit(workspace, allowHost, 'staging.example.com'),
    ]) {
      expect(change).toThrow(expect.objectContaining({ code: 'PB_WORKSPACE_INVALID' }) as Error);
    }
    expect(readFileSync(path, 'utf8')).toBe(broken);
  });
});

describe('writing a postback', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '',
      ' x ',
      '# no comment',
      'yes',
      '1.0',
      'null',
      '{a: b}',
      'a: b',
      '- a',
      '|\nx',
      'tab\t',
      'a\r\nb',
      'x\n\n',
      '\n',
      '"',
      "'",
      '😀',
      'ä\u2028b',
      ' ',
      '  \n',
      ' \n\t',
    ),
  );
  const postback: fc.Arbitrary<Postback> = fc.record({
    name: text.filter((t) => t.length > 0),
    kind: fc.constantFrom('action' as const, 'inquiry' as const),
    level: fc.constant('global' as const),
    changes: fc.boolean(),
    enabled: fc.boolean(),
    method: fc.constantFrom('GET' as const, 'POST' as const),
    url: text.filter((t) => t.length > 0),
    headers: fc.dictionary(fc.stringMatching(/^X-[A-Za-z0-9-]{1,8}$/), text, { maxKeys: 4 }),
    body: fc.option(
      fc.record({
        format: fc.constantFrom('json' as const, 'xml' as const),
        template: text,
        escape: fc.constantFrom('by-place' as const, 'raw' as const),
      }),
      { nil: undefined },
    ),
  });

  it('keeps the comments of the other headers when one is removed or renamed', () => {
    const text =
      'name: x\nurl: /pb\nheaders:\n  # theirs\n  X-One: "1" # one\n  # ours\n  X-Two: two # two\n  X-Three: three # three\n';
    const before = postbackSchema.parse(parse(text));
    const removed = postbackText(text, before, {
      ...before,
      headers: { 'X-One': '1', 'X-Three': 'three' },
    });
    expect(removed).toBe(
      'name: x\nurl: /pb\nheaders:\n  # theirs\n  X-One: "1" # one\n  X-Three: three # three\n',
    );
    const renamed = postbackText(text, before, {
      ...before,
      headers: { 'X-One': '1', 'X-Second': 'two', 'X-Three': '3' },
    });
    expect(renamed).toBe(
      text.replace('X-Two: two', 'X-Second: two').replace('X-Three: three', 'X-Three: "3"'),
    );
  });

  it('keeps a byte order mark and Windows line ends', () => {
    const text = '\ufeff# top\r\nname: x # the name\r\nurl: /pb\r\n';
    const before = postbackSchema.parse(parse(text));
    expect(postbackText(text, before, { ...before, url: '/new' })).toBe(text.replace('/pb', '/new'));
  });

  it('reads back as what was saved, whatever was there before and however often', () => {
    fc.assert(
      fc.property(fc.array(postback, { minLength: 1, maxLength: 4 }), fc.boolean(), (versions, windows) => {
        let content = postbackSchema.parse(parse(POSTBACK));
        let file = windows ? POSTBACK.replaceAll('\n', '\r\n') : POSTBACK;
        for (const next of versions) {
          file = postbackText(file, content, next);
          content = postbackSchema.parse(parse(file));
          expect(content).toEqual(postbackSchema.parse(next));
          expect(Object.keys(content.headers)).toEqual(Object.keys(next.headers));
          expect(file).toContain('# what marketing asked for');
        }
      }),
    );
  });
});

describe('the engine’s workspace', () => {
  it('is the user’s copy of the sample at first, and notices files that are edited', async () => {
    await using opened = await openEngine();
    const { engine } = opened;
    const { view } = engine.benches.workspace;
    expect(view.settings.name).toBe('Sample workspace');
    expect(view.postbacks.map(({ content }) => content?.kind)).toEqual([
      'catalog',
      'clearing',
      'inquiry',
      'action',
      'action',
    ]);
    expect(view.scenarios[0]?.content?.name).toBe('Purchase, then reversal');
    expect(view.problems).toEqual([]);
    const told = new Promise<void>((resolve) => engine.benches.onChange(resolve));
    const file = join(view.folder, 'postbacks/acme-life-cycle.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('name: Acme life cycle', 'name: Renamed'));
    await told;
    const names = engine.benches.workspace.view.postbacks.map(({ content }) => content?.name);
    expect(names).toContain('Renamed');
  });

  it('stays as it was when another one cannot be opened, and remembers those that could', async () => {
    await using opened = await openEngine();
    const { engine, folder } = opened;
    const before = engine.benches.workspace.folder;
    expect(() => engine.benches.open(join(folder, 'nowhere'))).toThrow(
      expect.objectContaining({ code: 'PB_WORKSPACE_MISSING' }) as Error,
    );
    expect(engine.benches.workspace.folder).toBe(before);
    const other = join(folder, 'other');
    makeWorkspace(other);
    engine.benches.open(other);
    expect(engine.settings.recentWorkspaces).toEqual([other, before]);
  });
});
