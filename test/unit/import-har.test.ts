import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRequest, readRequests } from '../../shared/template/import/read-requests.ts';

const read = (text: string) => readRequest(text).request;
const notes = (text: string) => readRequest(text).notes;
const refused = expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }) as Error;
const fault = (file: string) => readFileSync(new URL(`../fixtures/faults/${file}`, import.meta.url), 'utf8');

describe('a HAR file', () => {
  const entry = (request: object, more: object = {}) => ({
    startedDateTime: '2026-05-11T10:00:00.000Z',
    request: { method: 'GET', url: 'https://h/', headers: [], ...request },
    response: { status: 200 },
    ...more,
  });
  const file = (...entries: unknown[]) => JSON.stringify({ log: { version: '1.2', entries } });

  it('is a choice among its entries, each with method, URL, status, time and whether it has a body', () => {
    const { form, noun, entries } = readRequests(fault('h03-many.har'));
    expect([form, noun]).toEqual(['HAR', 'entry']);
    expect(entries.map(({ method, url, status, hasBody }) => [method, url, status, hasBody])).toEqual([
      ['GET', 'https://dash.example/', 200, false],
      ['GET', 'https://dash.example/a.js', 200, false],
      ['POST', 'https://rx.example/pb?x=1', 200, true],
    ]);
    expect(entries[2]!.read()).toEqual({
      request: {
        method: 'POST',
        url: 'https://rx.example/pb?x=1',
        headers: [['content-type', 'application/json']],
        body: '{"ActionId":"1000.2240.77"}',
      },
      notes: [],
    });
    expect(readRequests(file(entry({}))).entries[0]!.time).toBe(Date.parse('2026-05-11T10:00:00Z'));
  });

  it('gives a text in base64 as text', () => {
    expect(read(fault('h01-base64.har')).body).toBe('id=1000.2240.77&pay=12.00');
    expect(notes(fault('h01-base64.har'))).toEqual([]);
  });

  it('says which entries cannot be imported', () => {
    const found = readRequests(file(entry({}), entry({ url: 'wss://h/' }), { response: {} }, null));
    expect(found.entries).toHaveLength(1);
    expect(found.notes).toEqual([
      '2 entries have no request with a URL and cannot be imported.',
      '1 entry does not go to http:// or https:// and cannot be imported.',
    ]);
  });

  it.each([
    ['without entries', '{"log":{"entries":[]}}', 'This HAR has no entries.'],
    ['without a log that has any', '{"log":{"version":"1.2"}}', 'This HAR has no entries.'],
    ['cut off', '{"log":{"entries":[\n{"request":{"method":"GET"', 'line 2, column 27'],
    ['edited by hand', '{"log":{\n"entries":[{}],}}', 'line 2, column 16'],
    ['with entries without requests', file({}, {}), 'Entry 1 of this HAR has no request with a URL.'],
  ])('%s is refused with the place', (_title, text, why) => {
    expect(() => readRequests(text)).toThrow(refused);
    expect(() => readRequests(text)).toThrow(why);
  });

  it('takes the content type from the body where the headers have none', () => {
    const text = file(entry({ method: 'POST', postData: { mimeType: 'application/json', text: '{}' } }));
    expect(read(text).headers).toEqual([['Content-Type', 'application/json']]);
  });

  it('of ten thousand entries decodes only the one that is read', () => {
    const body = { mimeType: 'text/plain', text: 'eA==', encoding: 'base64' };
    const many = Array.from({ length: 10_000 }, (_, n) =>
      entry({ method: 'POST', url: `https://h/pb?n=${n}`, postData: body }),
    );
    const { entries } = readRequests(file(...many));
    expect(entries).toHaveLength(10_000);
    expect(entries[9_999]!.read().request).toMatchObject({ url: 'https://h/pb?n=9999', body: 'x' });
  });
});

describe('a HAR entry', () => {
  const har = (postData: unknown, url = 'https://h/') =>
    JSON.stringify({ request: { method: 'POST', url, headers: [], postData } });

  it('gives its parameters as a form where it has no text', () => {
    expect(read(har({ params: [{ name: 'a b', value: 'c&d' }, { name: 'e' }] })).body).toBe('a%20b=c%26d&e=');
  });

  it('leaves out a body that is no text, and says so', () => {
    const file = har({ params: [{ name: 'a', fileName: 'b.png' }] });
    const base64 = har({ text: 'iVBORw0KGgo=', encoding: 'base64' });
    for (const text of [file, base64]) {
      expect(read(text).body).toBeNull();
      expect(notes(text)).toEqual([expect.stringContaining('left out')]);
    }
  });

  it.each(['data:text/html,x', 'chrome-extension://abc/x.js', 'wss://h/'])(
    'is refused where it goes to no web address: %s',
    (url) => {
      expect(() => read(har(undefined, url))).toThrow(refused);
    },
  );
});
