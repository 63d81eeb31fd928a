import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CopiedRequest } from '../../shared/template/copied/copied-request.ts';
import { curlCommand } from '../../shared/template/copied/curl.ts';
import { curlForCmd } from '../../shared/template/copied/curl-for-cmd.ts';
import { fetchCall } from '../../shared/template/copied/fetch-call.ts';
import { invokeWebRequest } from '../../shared/template/copied/invoke-web-request.ts';
import { readRequests } from '../../shared/template/import/read-requests.ts';

/** A request, as a program would hold it; each writer below quotes it for one form, by that form's own rules. */
interface Request {
  method: string;
  url: string;
  headers: [string, string][];
  body: string | null;
}

const headerName = fc.stringMatching(/^X-[A-Za-z0-9-]{1,10}$/);
const headerValue = fc.stringMatching(/^[!-[\]-~](?:[ -[\]-~]{0,16}[!-[\]-~])?$/);
const queryValue = fc
  .stringMatching(/^[A-Za-z0-9._~{}:@$'!*()%,-]{0,12}$/)
  .map((text) => text.replaceAll('%', '%25'));
const line = fc.string({
  unit: fc.constantFrom(...Array.from(`ab Z09"'\`$\\%^&|<>!;(){}[]=,.#~é€😀`)),
  maxLength: 30,
});
const text = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'));
const oneLine = line.filter((given) => given.trim() === given && given !== '');
const manyLines = text.filter((given) => given.trim() === given && given !== '');
const requestOf = (body: fc.Arbitrary<string>): fc.Arbitrary<Request> =>
  fc.record({
    method: fc.constantFrom('POST', 'GET'),
    url: fc
      .tuple(fc.constantFrom('https://h.test/pb', 'http://127.0.0.1:9000/a/b'), queryValue, queryValue)
      .map(([base, a, b]) => `${base}?a=${a}&b=${b}`),
    headers: fc.uniqueArray(fc.tuple(headerName, headerValue), {
      maxLength: 3,
      selector: ([name]) => name.toLowerCase(),
    }),
    body: fc.option(body, { nil: null }),
  });

/** What is read of a text must be the request, as it is, with nothing to be said of it. */
function readsBack(
  write: (request: Request) => string,
  form: string,
  body: fc.Arbitrary<string> = manyLines,
): void {
  fc.assert(
    fc.property(requestOf(body), (request) => {
      const found = readRequests(write(request));
      expect(found.entries).toHaveLength(1);
      const read = found.entries[0]!.read();
      const written = read.request.headers.filter(([name]) => /^x-/i.test(name));
      expect({ ...read.request, headers: written }).toEqual(request);
      if (form !== 'Raw HTTP') expect(read.notes).toEqual([]);
      expect(found.form).toBe(form);
    }),
    { numRuns: 300 },
  );
}

const options = (
  quote: (word: string) => string,
  joint: string,
  { method, url, headers, body }: Request,
  name: string,
) =>
  [
    `${name} ${quote(url)}`,
    `-X ${method}`,
    ...headers.map(([key, value]) => `-H ${quote(`${key}: ${value}`)}`),
    ...(body === null ? [] : [`--data-raw ${quote(body)}`]),
  ].join(joint);

describe('a request that is written as another program writes it reads back as it was', () => {
  it('cURL for a POSIX shell, in single quotes', () => {
    readsBack(
      (request) => options((word) => `'${word.replaceAll("'", `'\\''`)}'`, ' \\\n  ', request, 'curl'),
      'cURL',
    );
  });

  it('cURL for a POSIX shell, in double quotes', () => {
    const quote = (word: string) => `"${word.replace(/[\\"$`]/g, '\\$&')}"`;
    readsBack((request) => options(quote, ' \\\n  ', request, 'curl'), 'cURL');
  });

  it('cURL for bash, in ANSI-C quotes', () => {
    const quote = (word: string) =>
      `$'${word.replace(/[^ -~]|['\\]/gu, (char) => {
        const code = char.codePointAt(0)!;
        return code < 128
          ? `\\x${code.toString(16).padStart(2, '0')}`
          : `\\U${code.toString(16).padStart(8, '0')}`;
      })}'`;
    readsBack((request) => options(quote, ' \\\n  ', request, 'curl'), 'cURL');
  });

  it('cURL for cmd, as Chrome copies it', () => {
    const quote = (word: string) =>
      `^"${word
        .replaceAll('\\', '\\\\')
        .replaceAll('"', '\\"')
        .replace(/[^a-zA-Z0-9\s_\-:=+~'/.',?;()*`]/gu, '^$&')
        .replace(/%(?=[a-zA-Z0-9_])/g, '%^')
        .replaceAll('\n', '^\n\n')}^"`;
    readsBack((request) => options(quote, ' ^\r\n  ', request, 'curl'), 'cURL (cmd)');
  });

  it('curl.exe for PowerShell, in single and in double quotes', () => {
    const single = (word: string) => `'${word.replaceAll("'", "''")}'`;
    const double = (word: string) => `"${word.replace(/[`"$]/g, '`$&').replaceAll('\n', '`n')}"`;
    // A text of which each quote has a backslash is meant for the versions before 7.3.
    const plain = manyLines.filter((body) => !body.includes('\\"'));
    for (const quote of [single, double])
      readsBack((request) => options(quote, ' `\n  ', request, 'curl.exe'), 'cURL (PowerShell)', plain);
  });

  it('Invoke-WebRequest', () => {
    const quote = (word: string) => `"${word.replace(/[`"$]/g, '`$&').replaceAll('\n', '`n')}"`;
    readsBack(
      ({ method, url, headers, body }) =>
        [
          `Invoke-WebRequest -Uri ${quote(url)}`,
          `-Method "${method}"`,
          `-Headers @{\n${headers.map(([name, value]) => `${quote(name)}=${quote(value)}`).join('\n')}\n}`,
          ...(body === null ? [] : [`-Body ${quote(body)}`]),
        ].join(' `\n'),
      'PowerShell',
    );
  });

  it('fetch', () => {
    readsBack(
      ({ url, method, headers, body }) =>
        `fetch(${JSON.stringify(url)}, ${JSON.stringify({ headers: Object.fromEntries(headers), body, method }, null, 2)});`,
      'fetch',
    );
  });

  // HTTPie takes ":=" and ":@" for other separators.
  it('HTTPie', () => {
    const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
    readsBack(
      ({ url, method, headers, body }) =>
        [
          'http',
          ...(body === null ? [] : ['--raw', quote(body)]),
          method,
          quote(url),
          ...headers.map(([name, value]) => quote(`${name}:${/^[=@]/.test(value) ? ' ' : ''}${value}`)),
        ].join(' '),
      'HTTPie',
    );
  });

  it('Wget', () => {
    const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
    readsBack(
      ({ url, method, headers, body }) =>
        [
          `wget --method=${method}`,
          ...headers.map(([name, value]) => `--header=${quote(`${name}: ${value}`)}`),
          ...(body === null ? [] : [`--body-data=${quote(body)}`]),
          quote(url),
        ].join(' \\\n  '),
      'Wget',
    );
  });

  it('HAR, its body as text or as base64', () => {
    const base64 = (body: string) =>
      btoa(Array.from(new TextEncoder().encode(body), (byte) => String.fromCharCode(byte)).join(''));
    for (const encode of [false, true])
      readsBack(
        ({ url, method, headers, body }) =>
          JSON.stringify({
            log: {
              entries: [
                {
                  request: {
                    method,
                    url,
                    headers: headers.map(([name, value]) => ({ name, value })),
                    ...(body === null
                      ? {}
                      : { postData: encode ? { text: base64(body), encoding: 'base64' } : { text: body } }),
                  },
                },
              ],
            },
          }),
        'HAR',
      );
  });

  it('raw HTTP, with a length or in chunks', () => {
    const size = (piece: string) => new TextEncoder().encode(piece).length;
    const head = ({ url, method, headers }: Request, more: string) =>
      [
        `${method} ${url} HTTP/1.1`,
        'Host: h.test',
        ...headers.map((pair) => pair.join(': ')),
        more,
        '',
        '',
      ].join('\r\n');
    const noLine = fc.constantFrom('', '\n').chain((end) => manyLines.map((body) => body + end));
    readsBack(
      (request) =>
        request.body === null
          ? head(request, 'Accept: */*')
          : `${head(request, `Content-Length: ${size(request.body)}`)}${request.body}`,
      'Raw HTTP',
      noLine.filter((body) => !body.includes('###')),
    );
    readsBack(
      (request) => {
        if (request.body === null) return head(request, 'Accept: */*');
        const [first = '', ...rest] = request.body;
        const chunks = [first, rest.join('')].filter((piece) => piece !== '');
        return `${head(request, 'Transfer-Encoding: chunked')}${chunks.map((piece) => `${size(piece).toString(16)}\r\n${piece}\r\n`).join('')}0\r\n\r\n`;
      },
      'Raw HTTP',
      oneLine.filter((body) => !body.includes('###')),
    );
  });

  it.each([
    ['cURL', curlCommand, manyLines],
    // cmd takes other bodies from a file. Chrome doubles all backslashes, and what it copies is read that way; curl.exe
    // takes two of them as two.
    [
      'cURL for cmd',
      curlForCmd,
      manyLines.filter((body) => /^[\x20-\x7e\n]*$/.test(body) && !body.includes('\\\\')),
    ],
    ['Invoke-WebRequest', invokeWebRequest, manyLines],
    ['fetch', fetchCall, manyLines],
  ])('%s as Postbench itself copies it', (_name, write, body) => {
    fc.assert(
      fc.property(requestOf(body), ({ method, url, headers, body: text }) => {
        const { origin, pathname, search } = new URL(url);
        // No tool but curl sends a body with GET.
        fc.pre(text === null || method === 'POST');
        const sent: CopiedRequest = {
          method,
          origin,
          target: pathname + search,
          headers: [...headers, ['User-Agent', 'x'], ['Accept', '*/*'], ['Content-Type', 'text/plain']],
          body: new TextEncoder().encode(text ?? ''),
        };
        const { request } = readRequests(write(sent)).entries[0]!.read();
        expect({ ...request, headers: sorted(request.headers) }).toEqual({
          method,
          url: origin + pathname + search,
          headers: sorted(sent.headers),
          body: text,
        });
      }),
    );
  });
});

const sorted = (headers: readonly (readonly [string, string])[]) =>
  headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).toSorted();
