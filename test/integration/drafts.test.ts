import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Drafts } from '../../electron/engine/workspace/drafts.ts';
import { setupTextsSchema } from '../../shared/checks/setup-texts.ts';
import { draftSchema } from '../../shared/contract/drafts.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import { formOf } from '../../shared/template/postback-form.ts';
import { temporaryFolder } from '../fixtures/command.ts';

const base = postbackSchema.parse({ name: 'Life cycle', url: '/pb?id={ActionId}', minimumDelay: '5 min' });
const draft = (url: string) => ({
  version: 'v1',
  base,
  form: { ...formOf(base), url, headers: [{ id: 3, name: '', value: 'half typed\ud800' }] },
});
const files = (folder: string) => readdirSync(join(folder, 'drafts'));

describe('unsaved edits', () => {
  it('outlive the engine, each with its workspace and file, and are gone once they are none', () => {
    using folder = temporaryFolder();
    const first = new Drafts(folder.path);
    expect(first.of('/w')).toEqual([]);
    first.keep('/w', 'postbacks/b.yaml', draft('/b'));
    first.keep('/w', 'postbacks/a.yaml', draft('/before'));
    first.keep('/w', 'postbacks/a.yaml', draft('/a'));
    first.keep('/other', 'postbacks/a.yaml', draft('/other'));
    const next = new Drafts(folder.path);
    expect(next.of('/w').map(({ file, draft: { form } }) => [file, form.url])).toEqual([
      ['postbacks/a.yaml', '/a'],
      ['postbacks/b.yaml', '/b'],
    ]);
    expect(next.of('/w')[0]?.draft).toEqual(draft('/a'));
    next.keep('/w', 'postbacks/a.yaml', null);
    next.keep('/w', 'postbacks/never.yaml', null);
    expect(next.of('/w').map(({ file }) => file)).toEqual(['postbacks/b.yaml']);
    expect(next.of('/other')).toHaveLength(1);
  });

  it('those of “Test my receiver” are kept for each workspace, and leave those of postbacks alone', () => {
    using folder = temporaryFolder();
    const setup = setupTextsSchema.parse({
      ...Object.fromEntries(
        ['text', 'at', 'stateUrl', 'stateHeaders', 'stateBody', 'before', 'set'].map((name) => [name, '']),
      ),
      basis: null,
      step: 'records',
      source: 'paste',
      choices: { a: null },
      added: ['Currency'],
      file: null,
      secret: null,
      view: 'url',
      stateMethod: 'GET',
      fields: { Payout: 'half typed\ud800' },
      statuses: { void: 'reversed' },
      unit: null,
      beforeMethod: 'POST',
      lives: 200,
    });
    const first = new Drafts(folder.path);
    expect(first.setup('/w')).toBeNull();
    first.keep('/w', 'postbacks/a.yaml', draft('/a'));
    first.keepSetup('/w', setup);
    const next = new Drafts(folder.path);
    expect(next.setup('/w')).toEqual(setup);
    expect(next.setup('/other')).toBeNull();
    expect(next.of('/w').map(({ file }) => file)).toEqual(['postbacks/a.yaml']);
    next.keepSetup('/w', null);
    expect(next.setup('/w')).toBeNull();
    expect(next.of('/w')).toHaveLength(1);
  });

  it('stay where they are when one of them cannot be read, and the others are there all the same', () => {
    using folder = temporaryFolder();
    const drafts = new Drafts(folder.path);
    drafts.keep('/w', 'postbacks/a.yaml', draft('/a'));
    writeFileSync(join(folder.path, 'drafts/half.json'), '{"workspace":"/w","file":');
    writeFileSync(
      join(folder.path, 'drafts/odd.json'),
      JSON.stringify({ workspace: '/w', file: 'x', draft: { version: 'v', base: {}, form: {} } }),
    );
    expect(drafts.of('/w').map(({ file }) => file)).toEqual(['postbacks/a.yaml']);
    expect(files(folder.path)).toHaveLength(3);
  });

  it('that cannot be written say why and where', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'drafts'), 'a file');
    expect(() => new Drafts(folder.path).keep('/w', 'postbacks/a.yaml', draft('/a'))).toThrow(
      expect.objectContaining({ code: 'PB_FILE_UNWRITABLE' }) as Error,
    );
  });

  it('may be wrong as a postback, but have the shape of one', () => {
    expect(draftSchema.safeParse(draft('not a url at all')).success).toBe(true);
    expect(draftSchema.safeParse({ ...draft('/a'), form: { url: '/a' } }).success).toBe(false);
    expect(draftSchema.safeParse({ ...draft('/a'), base: null }).success).toBe(false);
  });
});
