import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PostbenchError } from '../../shared/errors.ts';
import { readRequests } from '../../shared/template/import/read-requests.ts';
import { templateOf } from '../../shared/template/import/template-of-request.ts';

/** Reads all of a text; what is thrown must be an error for the user. */
function readAll(text: string): void {
  try {
    for (const entry of readRequests(text).entries) {
      try {
        templateOf(entry.read());
      } catch (error) {
        expect(error).toBeInstanceOf(PostbenchError);
      }
    }
  } catch (error) {
    expect(error).toBeInstanceOf(PostbenchError);
  }
}

const START = fc.constantFrom(
  'curl ',
  'curl.exe ',
  'curl ^"',
  'wget ',
  'http POST ',
  'Invoke-WebRequest ',
  'irm @{',
  'fetch(',
  '{"log":{"entries":[',
  '{"method":"POST","url":"',
  'GET /pb HTTP/1.1\n',
  'POST https://h/ HTTP/1.1\nTransfer-Encoding: chunked\n\n',
  '1.1.1.1 - - [10/Oct/2026:13:55:36 +0000] "GET /',
  '$x = ',
  'https://h/',
);
const PIECE = fc.oneof(
  fc.constantFrom(
    '"',
    "'",
    '`',
    '^',
    '\\',
    '\n',
    '\r\n',
    ' ',
    '$',
    '${',
    '$(',
    '@{',
    '@"\n',
    "@'\n",
    '<<EOF\n',
    '|',
    '&&',
    ';',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '=',
    '-d ',
    '-H ',
    '--next ',
    '-X POST ',
    'https://h/',
    '-Headers ',
    '-Body ',
    'JSON.stringify(',
    '=>',
    'a=1',
    '%A%',
    '0\r\n\r\n',
    ':=',
    '==',
    'HTTP/1.1',
    '"request":',
    '"postData":',
    'null',
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);

it('whatever is pasted is read, or refused with an error for the user', () => {
  fc.assert(
    fc.property(START, fc.array(PIECE, { maxLength: 30 }), (start, pieces) =>
      readAll(start + pieces.join('')),
    ),
    { numRuns: 3_000 },
  );
  fc.assert(fc.property(fc.json(), (text) => readAll(text)));
  const wrongShapes = fc.record(
    {
      method: fc.jsonValue(),
      url: fc.constantFrom('/pb', 'https://h/', ''),
      headers: fc.jsonValue(),
      body: fc.jsonValue(),
      query: fc.jsonValue(),
      postData: fc.jsonValue(),
    },
    { requiredKeys: ['url'] },
  );
  fc.assert(
    fc.property(wrongShapes, (request) => readAll(JSON.stringify({ log: { entries: [{ request }] } }))),
  );
  fc.assert(fc.property(wrongShapes, (request) => readAll(JSON.stringify([request]))));
});

it.each([
  ['brackets in a fetch call', `fetch(${'['.repeat(50_000)}`],
  ['brackets in PowerShell', `irm https://h/ -Body ${'('.repeat(50_000)}`],
  ['substitutions in a shell', `curl ${'$('.repeat(50_000)}`],
  ['quotes', `curl ${`'"`.repeat(50_000)}`],
  ['backticks', `curl ${'`'.repeat(100_000)}`],
  ['carets', `curl ${'^"'.repeat(50_000)}`],
  ['pipes', `https://h/?a=${'|'.repeat(100_000)}`],
  ['backslashes', `curl 'https://h/' -d '{${'\\"'.repeat(50_000)}'`],
  ['comments', `${'# x\n'.repeat(50_000)}GET /pb HTTP/1.1`],
  ['names', `${'a.'.repeat(50_000)} - - [x] "GET / HTTP/1.1" 200 1`],
  ['variables', `${'a='.repeat(50_000)} curl https://h/`],
  ['closing brackets in a table', `irm https://h/ -Headers @{${'):='.repeat(30_000)}`],
  ['options', `curl https://h/ ${'--x '.repeat(20_000)}`],
])('a hundred thousand %s are no more than a text', (_title, text) => {
  readAll(text);
});
