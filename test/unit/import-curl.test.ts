import { describe, expect, it } from 'vitest';
import { readRequest } from '../../shared/template/import/read-requests.ts';
import { templateOf } from '../../shared/template/import/template-of-request.ts';

const read = (text: string) => readRequest(text).request;
const notes = (text: string) => readRequest(text).notes;
const refused = expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }) as Error;

describe('a cURL command is read as the shell that it was copied for reads it', () => {
  it.each([
    ['a POSIX shell', `curl 'https://h/pb' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"a":"1"}'`],
    [
      'PowerShell',
      `curl.exe \`\r\n  "https://h/pb" \`\r\n  -H 'Content-Type: application/json' -d '{"a":"1"}'`,
    ],
    [
      'cmd',
      `curl ^"https://h/pb^" ^\r\n  -H ^"Content-Type: application/json^" ^\r\n  --data-raw ^"^{^\\^"a^\\^":^\\^"1^\\^"^}^"`,
    ],
  ])('%s', (_title, text) => {
    expect(read(text)).toEqual({
      method: 'POST',
      url: 'https://h/pb',
      headers: [['Content-Type', 'application/json']],
      body: '{"a":"1"}',
    });
  });

  it.each([
    ['$ curl https://h/pb?a=1', 'https://h/pb?a=1'],
    ['# a test\ncurl https://h/pb', 'https://h/pb'],
    ['sudo curl https://h/pb', 'https://h/pb'],
    ['/usr/bin/curl https://h/pb', 'https://h/pb'],
    ['curl -so /dev/null https://h/pb | jq .', 'https://h/pb'],
    ['curl https://h/pb && echo done', 'https://h/pb'],
    ['curl --interface eth0 --tls-max 1.2 -e https://from https://h/pb', 'https://h/pb'],
    ['curl --fail-with-body --compressed -- https://h/pb', 'https://h/pb'],
    ['curl -G https://h/pb#part -d a=1', 'https://h/pb?a=1#part'],
  ])('%s', (text, url) => {
    expect(read(text)).toMatchObject({ method: 'GET', url, body: null });
  });

  it.each([
    ['short options in one word', 'curl -sSd a=1 https://h/', 'a=1'],
    ['several pieces of JSON, one behind the other', `curl --json '[1' --json ',2]' https://h/`, '[1,2]'],
    ['a text that begins with an @', `curl https://h/ --data-raw '@handle=1'`, '@handle=1'],
    ['texts to encode', `curl https://h/ --data-urlencode 'a=b&c' --data-urlencode '=d e'`, 'a=b%26c&d%20e'],
  ])('%s', (_title, text, body) => {
    expect(read(text)).toMatchObject({ method: 'POST', body });
  });

  it.each([
    'curl https://h/ -d @body.json',
    'curl https://h/ -d a=1 --data-binary @more',
    'curl https://h/ --data-urlencode name@file.txt',
    'curl --json @- https://h/',
  ])('is refused where the body stands in a file: %s', (text) => {
    expect(() => read(text)).toThrow(refused);
    expect(() => read(text)).toThrow('is in a file');
  });

  it('is refused where it names no web address', () => {
    expect(() => read('curl ftp://h/')).toThrow(refused);
    expect(() => read('curl -d a=1')).toThrow(refused);
  });

  it('sends the headers that curl would, and no others', () => {
    expect(read(`curl -H 'X-A;' -H 'X-B:' -H 'X-C: v' -H @file https://h/`).headers).toEqual([
      ['X-A', ''],
      ['X-C', 'v'],
    ]);
  });

  it('says what is left out', () => {
    expect(notes('curl https://h/1 https://h/2')).toEqual(['Only the first of 2 requests was read.']);
    expect(notes('curl https://h/?a=1&b=2')).toEqual([expect.stringContaining('"&"')]);
    expect(notes('curl -F a=1 -F b=2 https://h/')).toEqual([expect.stringContaining('multipart')]);
    expect(notes('curl -T file https://h/')).toEqual([
      expect.stringContaining('upload'),
      expect.stringContaining('PUT became POST'),
    ]);
    expect(notes('curl -I https://h/')).toEqual([expect.stringContaining('HEAD became GET')]);
  });
});

describe('an address is read as it is copied out of texts', () => {
  it.each([
    ['"https://h/pb"', 'https://h/pb'],
    ['<https://h/pb>', 'https://h/pb'],
    ['GET https://h/pb', 'https://h/pb'],
    ['GET /pb?a=1 HTTP/1.1', '/pb?a=1'],
    ['localhost:9000/pb?a=1', 'http://localhost:9000/pb?a=1'],
    ['example.com/pb', 'http://example.com/pb'],
    ['[::1]:9000/pb', 'http://[::1]:9000/pb'],
  ])('%s', (text, url) => {
    expect(read(text)).toMatchObject({ method: 'GET', url });
  });

  it.each([
    'some words',
    'word',
    'a sentence. With/slash',
    'wget',
    'fetch me a coffee',
    'http is a protocol',
  ])('what is none is refused: %s', (text) => {
    expect(() => read(text)).toThrow(refused);
  });

  it('guesses a date whose plus was not encoded', () => {
    expect(templateOf(readRequest('/pb?date=2026-05-11T00:07:27+03:00')).url).toBe('/pb?date={EventDate}');
  });

  it('a hundred thousand parameters are read, each as it is written', () => {
    const text = `https://h/?${Array.from({ length: 100_000 }, (_, n) => `k${n}=v`).join('&')}`;
    expect(templateOf(readRequest(text)).url).toBe(text);
  });
});
