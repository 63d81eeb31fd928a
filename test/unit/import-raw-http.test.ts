import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRequest, readRequests } from '../../shared/template/import/read-requests.ts';
import { templateOf } from '../../shared/template/import/template-of-request.ts';

const read = (text: string) => readRequest(text).request;
const notes = (text: string) => readRequest(text).notes;

describe('a raw HTTP request', () => {
  const fault = readFileSync(new URL('../fixtures/faults/c19-rawhttp.txt', import.meta.url), 'utf8');

  it.each([
    ['LF', fault.replaceAll('\r\n', '\n')],
    ['CRLF', fault.replaceAll(/\r?\n/g, '\r\n')],
  ])('is read with %s', (_title, text) => {
    expect(readRequests(text).form).toBe('Raw HTTP');
    expect(templateOf(readRequest(text))).toMatchObject({
      method: 'POST',
      url: 'http://127.0.0.1:9000/pb?src=x',
      headers: { 'X-Sig': 'abc' },
      body: { format: 'form', template: 'id={ActionId}&pay={Payout}' },
      notes: ['http:// was assumed: a request does not say its scheme.'],
    });
  });

  it.each([
    ['absolute form', 'GET https://h/pb?a=1 HTTP/1.1\nHost: h', 'https://h/pb?a=1'],
    ['no host', 'GET /pb?a=1 HTTP/1.1\nX: 1', '/pb?a=1'],
    ['a request line alone', 'GET /pb?a=1 HTTP/1.1', '/pb?a=1'],
    [
      'a proxy that says https',
      'GET /pb HTTP/1.1\nHost: h.test\nX-Forwarded-Proto: https',
      'https://h.test/pb',
    ],
    ['an .http file', '### one\n# @name x\nGET https://h/pb\nX: 1', 'https://h/pb'],
  ])('%s', (_title, text, url) => {
    expect(read(text)).toMatchObject({ method: 'GET', url });
  });

  it.each([
    ['chunks', 'Transfer-Encoding: chunked', '5\r\na=1&b\r\n4;x=y\r\n=é2\r\n0\r\n\r\n', 'a=1&b=é2', []],
    [
      'broken chunks',
      'Transfer-Encoding: chunked',
      'ff\r\na=1',
      'ff\r\na=1',
      ['The chunks of the body do not add up; it was taken as it stands.'],
    ],
    ['blank lines', 'X: 1', '{\n\n"a":1}', '{\n\n"a":1}', []],
    ['a length', 'Content-Length: 3', 'a=1\n', 'a=1', []],
    [
      'another length',
      'Content-Length: 9',
      'a=1',
      'a=1',
      ['Content-Length says 9 bytes, the body has 3; all of it was taken.'],
    ],
  ])('gives the body of %s', (_title, header, body, expected, said) => {
    const found = readRequest(`POST https://h/ HTTP/1.1\r\n${header}\r\n\r\n${body}x`.slice(0, -1));
    expect(found.request.body).toBe(expected);
    expect(found.notes).toEqual(said);
  });

  it('names lines that are no headers, and multipart bodies', () => {
    expect(notes('POST https://h/ HTTP/1.1\nX: 1\nnonsense here\n\na=1')).toEqual([
      'A line is not a header and was left out: nonsense here',
    ]);
    const form = 'POST https://h/ HTTP/1.1\nContent-Type: multipart/form-data; boundary=x\n\n--x';
    expect(read(form).body).toBeNull();
    expect(notes(form).join()).toContain('multipart');
  });

  it('keeps a heading of Markdown in its body', () => {
    const body = 'Sales\n### May\n12.00';
    expect(read(`POST https://h/ HTTP/1.1\n\n${body}`).body).toBe(body);
  });

  it('several between ### are several requests', () => {
    const { entries } = readRequests('POST https://h/1 HTTP/1.1\n\na=1\n\n###\n\nGET https://h/2\nX: 1\n');
    expect(entries.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST https://h/1',
      'GET https://h/2',
    ]);
  });
});
