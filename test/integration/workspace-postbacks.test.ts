import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { replaceTexts } from '../../electron/engine/workspace/files.ts';
import { Workspace } from '../../electron/engine/workspace/workspace.ts';
import { type Postback, postbackSchema } from '../../shared/template/postback.ts';
import { cents } from '../fixtures/cents.ts';
import { temporaryFolder } from '../fixtures/command.ts';
import { openEngine } from '../fixtures/engine.ts';

const SETTINGS = `name: Test
world:
  partner: { id: "7", name: Tester }
  programs:
    - { id: "1000", name: Acme, timeZone: Europe/Berlin, currency: EUR, eventTypes: [{ id: "1", name: Purchase, payout: 5 % }] }
`;
/** As somebody wrote it by hand: odd spacing, comments, CRLF, a byte order mark. */
const ODD =
  '\ufeff# what marketing asked for\r\nurl:   "/pb?id={ActionId}"   # short on purpose\r\n\r\n\r\nname:    Life cycle # shown in the list\r\nheaders: {  X-Team:   blue }\r\n';
const EXPECTING = `name: Expecting   # by the team
steps: [{ track: { amount: 1 } }]
expect:
  # the books
  - { books: { actions: 1 } }
  - { deliveries: { postback: Life cycle }, count: 1 }   # one each
  - { deliveries: { postback: postbacks/a.yaml }, delivered: all }
`;

function makeWorkspace(folder: string, files: Record<string, string> = {}): Workspace {
  mkdirSync(join(folder, 'postbacks'), { recursive: true });
  mkdirSync(join(folder, 'scenarios'), { recursive: true });
  for (const [name, text] of Object.entries({
    'postbench.yaml': SETTINGS,
    'postbacks/a.yaml': ODD,
    ...files,
  }))
    writeFileSync(join(folder, name), text);
  return new Workspace(folder);
}

const files = (workspace: Workspace) => readdirSync(join(workspace.folder, 'postbacks')).sort();
const bytesOf = (workspace: Workspace, file: string) => readFileSync(join(workspace.folder, file));
const textOf = (workspace: Workspace, file: string) => bytesOf(workspace, file).toString('utf8');
const entry = (workspace: Workspace, file = 'postbacks/a.yaml') =>
  workspace.view.postbacks.find((postback) => postback.file === file)!;
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error;

describe('a new postback', () => {
  it('is written under a file name made of its own, and is off where its events would arrive twice', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    const created = workspace.createPostback({ name: '  Crème & Übermut: №1 ' });
    expect(created.file).toBe('postbacks/creme-ubermut-no1.yaml');
    expect(created.content).toMatchObject({ name: 'Crème & Übermut: №1', kind: 'action', enabled: false });
    expect(workspace.view.problems).toEqual([]);
    expect(textOf(workspace, created.file)).toMatch(
      /^# yaml-language-server: \$schema=..\/.schemas\/postback.json\n/,
    );
    rmSync(join(folder.path, 'postbacks'), { recursive: true });
    const first = workspace.createPostback({ name: 'First' });
    expect(first.content?.enabled).toBe(true);
    expect(files(workspace)).toEqual(['first.yaml']);
  });

  it('says what it is given, and its file leaves out what is so by default', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    const given: Postback[] = [
      postbackSchema.parse({ name: 'x', url: '/short' }),
      postbackSchema.parse({
        name: 'x',
        kind: 'action',
        level: 'event',
        program: '1000',
        eventType: '1',
        changes: false,
        enabled: false,
        method: 'POST',
        url: '/long',
        headers: { 'X-A': ' b ', 'X-Empty': '' },
        body: { format: 'json', template: '{\n  "a": "{ActionId}"\n}\n', escape: 'raw' },
        minimumDelay: '15 min',
        maximumRequestsPerSecond: 5,
        successResponse: 'OK',
        errorResponse: 'FAIL',
      }),
    ];
    for (const [at, postback] of given.entries()) {
      const created = workspace.createPostback({ name: `Given ${at}`, postback });
      expect(created.content).toEqual({ ...postback, name: `Given ${at}` });
    }
    expect(Object.keys(parse(textOf(workspace, 'postbacks/given-0.yaml')) as object)).toEqual([
      'name',
      'kind',
      'method',
      'url',
    ]);
  });

  it('takes comments, order and odd spacing over from the file that it is a copy of', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    const { file, content } = entry(workspace);
    const copy = workspace.createPostback({
      name: 'Life cycle copy',
      from: file,
      postback: { ...content!, enabled: false },
    });
    expect(copy.file).toBe('postbacks/life-cycle-copy.yaml');
    expect(copy.content).toEqual({ ...content, name: 'Life cycle copy', enabled: false });
    const text = textOf(workspace, copy.file);
    expect(text).toContain('# what marketing asked for');
    expect(text).toContain('# short on purpose');
    expect(textOf(workspace, file)).toBe(ODD);
  });

  it('never takes the place of another file, whatever its ending and case', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path, {
      'postbacks/acme.yml': 'name: [',
      'postbacks/ACME-2.yaml': 'name: Two\nurl: /2\n',
    });
    expect(workspace.createPostback({ name: 'Acme' }).file).toBe('postbacks/acme-3.yaml');
    expect(workspace.createPostback({ name: 'ACME!' }).file).toBe('postbacks/acme-4.yaml');
    expect(textOf(workspace, 'postbacks/acme.yml')).toBe('name: [');
    expect(files(workspace).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.each([
    ['CON', 'con-postback'],
    ['lpt1', 'lpt1-postback'],
    ['../../etc/passwd', 'etc-passwd'],
    ['a/b\\c:d*e?"<>|', 'a-b-c-d-e'],
    ['日本語', 'postback'],
    ['😀', 'postback'],
    ['.hidden', 'hidden'],
    [`${'x'.repeat(199)}y`, 'x'.repeat(60)],
    ['trailing dot.', 'trailing-dot'],
  ])('named %j gets a file name that every system takes', (name, stem) => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    const created = workspace.createPostback({ name });
    expect(created).toMatchObject({ file: `postbacks/${stem}.yaml`, content: { name } });
    expect(new Workspace(folder.path).view.problems).toEqual([]);
  });

  it.each([
    ['', /must not be empty/],
    [' \t ', /must not be empty/],
    ['two\nlines', /one line/],
    ['a\u0000b', /control characters/],
    ['half \ud800 a pair', /control characters/],
    ['x'.repeat(201), /has 201 characters; 200 are the most/],
    [' Life cycle ', /is the name of another postback/],
  ])('cannot be named %j', (name, message) => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    expect(() => workspace.createPostback({ name })).toThrow(refusal('PB_ARGUMENT_INVALID', message));
    expect(files(workspace)).toEqual(['a.yaml']);
  });

  it('is refused where nothing can be written, and leaves nothing behind', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    rmSync(join(folder.path, 'postbacks'), { recursive: true });
    writeFileSync(join(folder.path, 'postbacks'), 'a file in the way');
    expect(() => workspace.createPostback({ name: 'New' })).toThrow(
      refusal('PB_FILE_UNWRITABLE', /cannot be written/),
    );
    expect(readFileSync(join(folder.path, 'postbacks'), 'utf8')).toBe('a file in the way');
  });

  it('says which file it should be a copy of when that is gone or wrong', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path, { 'postbacks/wrong.yaml': 'name: [' });
    expect(() => workspace.createPostback({ name: 'New', from: 'postbacks/no.yaml' })).toThrow(
      refusal('PB_POSTBACK_UNKNOWN', /no\.yaml/),
    );
    expect(() => workspace.createPostback({ name: 'New', from: '../postbench.yaml' })).toThrow(
      refusal('PB_POSTBACK_UNKNOWN', /postbench/),
    );
    expect(() => workspace.createPostback({ name: 'New', from: 'postbacks/wrong.yaml' })).toThrow(
      expect.objectContaining({ code: 'PB_POSTBACK_INVALID' }) as Error,
    );
    expect(files(workspace)).toEqual(['a.yaml', 'wrong.yaml']);
  });
});

describe('a postback with another name', () => {
  it('keeps its file, its comments and line ends, and scenarios that name it follow', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path, { 'scenarios/e.yaml': EXPECTING });
    const { file, version } = entry(workspace);
    const renamed = workspace.renamePostback(file, version, ' Everything: all # of it ');
    expect(renamed).toMatchObject({ file, content: { name: 'Everything: all # of it' } });
    expect(renamed.scenarios).toEqual(['scenarios/e.yaml']);
    expect(textOf(workspace, file)).toContain('# shown in the list\r\n');
    const scenario = textOf(workspace, 'scenarios/e.yaml');
    const changed = EXPECTING.replace('postback: Life cycle', 'postback: "Everything: all # of it"');
    expect(parse(scenario)).toEqual(parse(changed));
    for (const comment of ['# by the team', '# the books', '# one each']) expect(scenario).toContain(comment);
    expect(workspace.scenario('scenarios/e.yaml').expect?.[2]).toMatchObject({
      deliveries: { postback: 'postbacks/a.yaml' },
    });
  });

  it('is followed by scenarios when it is saved among other edits, too', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path, { 'scenarios/e.yaml': EXPECTING });
    const { file, version, content } = entry(workspace);
    const saved = workspace.savePostback(file, version, { ...content!, name: 'New', url: '/new' }, false);
    expect(saved.scenarios).toEqual(['scenarios/e.yaml']);
    expect(workspace.scenario('scenarios/e.yaml').expect?.[1]).toMatchObject({
      deliveries: { postback: 'New' },
    });
  });

  it('leaves scenarios alone that may mean another one of the same name', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path, {
      'scenarios/e.yaml': EXPECTING,
      'postbacks/b.yaml': 'name: Life cycle\nurl: /b\n',
    });
    const { file, version } = entry(workspace);
    expect(workspace.renamePostback(file, version, 'Other').scenarios).toEqual([]);
    expect(textOf(workspace, 'scenarios/e.yaml')).toBe(EXPECTING);
  });

  it('is refused, and nothing is written, for a file that was changed, is gone, or is wrong', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    const { file, version } = entry(workspace);
    writeFileSync(join(folder.path, file), ODD.replace('blue', 'green'));
    expect(() => workspace.renamePostback(file, version, 'New')).toThrow(
      refusal('PB_FILE_CHANGED', /has changed on disk/),
    );
    expect(textOf(workspace, file)).toBe(ODD.replace('blue', 'green'));
    rmSync(join(folder.path, file));
    expect(() => workspace.renamePostback(file, version, 'New')).toThrow(
      refusal('PB_POSTBACK_UNKNOWN', /no longer has a file/),
    );
    expect(files(workspace)).toEqual([]);
  });

  it('is all or nothing: where one of the files cannot be written, the others have their own text again', () => {
    using folder = temporaryFolder();
    const path = (name: string) => join(folder.path, name);
    writeFileSync(path('a.yaml'), 'a before');
    const changes = [
      { path: path('a.yaml'), before: 'a before', text: 'a after' },
      { path: path('a.yaml/inside a file'), before: '', text: 'b' },
    ];
    expect(() => replaceTexts(changes)).toThrow(refusal('PB_FILE_UNWRITABLE', /cannot be written/));
    expect(readFileSync(path('a.yaml'), 'utf8')).toBe('a before');
    expect(readdirSync(folder.path)).toEqual(['a.yaml']);
  });
});

describe('a deleted postback', () => {
  it('comes back byte for byte, with its permissions', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    const { file, version, content } = entry(workspace);
    chmodSync(join(folder.path, file), 0o640);
    const before = bytesOf(workspace, file);
    const deleted = workspace.deletePostback(file, version);
    expect(existsSync(join(folder.path, file))).toBe(false);
    expect(workspace.view.postbacks).toEqual([]);
    expect(workspace.restorePostback(deleted)).toEqual({ file, version, content });
    expect(bytesOf(workspace, file)).toEqual(before);
    expect(statSync(join(folder.path, file)).mode & 0o777).toBe(0o640);
    expect(files(workspace)).toEqual(['a.yaml']);
  });

  it('comes back even when it never was a right one, or no text at all', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path, { 'postbacks/wrong.yaml': 'name: [' });
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x0a]);
    writeFileSync(join(folder.path, 'postbacks/binary.yaml'), bytes);
    workspace.reload();
    for (const file of ['postbacks/wrong.yaml', 'postbacks/binary.yaml']) {
      const before = bytesOf(workspace, file);
      workspace.restorePostback(workspace.deletePostback(file, entry(workspace, file).version));
      expect(bytesOf(workspace, file)).toEqual(before);
    }
  });

  it('is not deleted when the file is no longer the one that was seen', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    const { file, version } = entry(workspace);
    writeFileSync(join(folder.path, file), `${ODD}# one more\n`);
    expect(() => workspace.deletePostback(file, version)).toThrow(
      refusal('PB_FILE_CHANGED', /has changed on disk/),
    );
    expect(textOf(workspace, file)).toBe(`${ODD}# one more\n`);
    expect(() => workspace.deletePostback('postbench.yaml', '')).toThrow(
      refusal('PB_POSTBACK_UNKNOWN', /postbench.yaml/),
    );
  });

  it('does not come back over a file that took its place, and does once that is gone', () => {
    using folder = temporaryFolder();
    const workspace = makeWorkspace(folder.path);
    const { file, version } = entry(workspace);
    const deleted = workspace.deletePostback(file, version);
    writeFileSync(join(folder.path, file), 'name: Another\nurl: /other\n');
    expect(() => workspace.restorePostback(deleted)).toThrow(refusal('PB_FILE_TAKEN', /again/));
    expect(textOf(workspace, file)).toBe('name: Another\nurl: /other\n');
    rmSync(join(folder.path, 'postbacks'), { recursive: true });
    workspace.restorePostback(deleted);
    expect(textOf(workspace, file)).toBe(ODD);
  });

  it.each(['postbench.yaml', '../a.yaml', 'postbacks/../../a.yaml', 'postbacks/.a.yaml', 'postbacks/a.txt'])(
    'is put back among the postbacks only, never as %s',
    (file) => {
      using folder = temporaryFolder();
      const workspace = makeWorkspace(join(folder.path, 'inner'));
      expect(() => workspace.restorePostback({ file, bytes: '', mode: 0o644 })).toThrow(
        refusal('PB_ARGUMENT_INVALID', /not the path of a postback/),
      );
      expect(textOf(workspace, 'postbench.yaml')).toBe(SETTINGS);
      expect(readdirSync(folder.path)).toEqual(['inner']);
    },
  );
});

describe('the engine and deleted postbacks', () => {
  it('tells how many deliveries go on, and a new file of the same path is not switched off', async () => {
    await using opened = await openEngine({ port: 0 });
    const { engine } = opened;
    const postback = engine.benches.workspace.view.postbacks.find(({ file }) =>
      file.endsWith('acme-life-cycle.yaml'),
    )!;
    engine.setClock('stepped', undefined);
    await engine.manual.track({ amount: cents(1_000) });
    const { folder } = engine.benches.workspace.view;
    const open = () => engine.activity.outbox.openOf(folder, postback.file);
    expect(open()).toBe(1);
    // The same file of another workspace is another postback.
    expect(engine.activity.outbox.openOf(`${folder}-2`, postback.file)).toBe(0);
    const deleted = engine.benches.workspace.deletePostback(postback.file, postback.version);
    expect(open()).toBe(1);
    engine.activity.outbox.switchOff({
      workspace: folder,
      file: postback.file,
      at: 0,
      sentence: 'too many failures',
    });
    expect(engine.createPostback({ name: 'Acme life cycle' }).file).toBe(postback.file);
    expect(engine.view().switchedOff).toEqual([]);
    expect(() => engine.benches.workspace.restorePostback(deleted)).toThrow(
      refusal('PB_FILE_TAKEN', /again/),
    );
    await engine.stepClock(24 * 60 * 60 * 1000);
    await expect.poll(open).toBe(0);
    await expect.poll(() => engine.captures.count).toBe(1);
  });
});
