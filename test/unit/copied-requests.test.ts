import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CopiedRequest } from '../../shared/template/copied/copied-request.ts';
import { curlForCmd } from '../../shared/template/copied/curl-for-cmd.ts';
import { fetchCall } from '../../shared/template/copied/fetch-call.ts';
import { invokeWebRequest } from '../../shared/template/copied/invoke-web-request.ts';

const run = promisify(execFile);

const bytes = (text: string) => new TextEncoder().encode(text);

function request(part: Partial<CopiedRequest> = {}): CopiedRequest {
  return {
    method: 'POST',
    origin: 'http://127.0.0.1:7300',
    target: '/pb?id=1',
    headers: [
      ['Host', '127.0.0.1:7300'],
      ['Content-Type', 'application/json'],
      ['User-Agent', 'Impact-Postback-Client/1.0'],
      ['Content-Length', '9'],
    ],
    body: bytes('{"id":1}'),
    ...part,
  };
}

describe('a request copied for another tool', () => {
  test('is a command for cmd, with carets before what cmd takes for its own', () => {
    expect(curlForCmd(request())).toBe(
      [
        'curl ^"http://127.0.0.1:7300/pb?id=1^" ^',
        '  -H ^"Content-Type: application/json^" ^',
        '  -H ^"User-Agent: Impact-Postback-Client/1.0^" ^',
        '  -H ^"Accept:^" ^',
        '  --data-raw ^"^{\\^"id\\^":1^}^"',
      ].join('\n'),
    );
  });

  test('has a body of other bytes in a file for cmd, and is refused where cmd cannot hold it', () => {
    const command = curlForCmd(request({ body: new Uint8Array([0, 255, 195]) }));
    expect(command).toContain("FromBase64String('AP/D')");
    expect(command).toContain('--data-binary "@%TEMP%\\postbench-body"');
    expect(() => curlForCmd(request({ body: bytes('x'.repeat(9_000)) }))).toThrow(/cmd takes at most 8191/);
  });

  test('is a command for PowerShell, which has parameters for agent and type', () => {
    const headers: [string, string][] = request().headers.map(([a, b]): [string, string] => [a, b]);
    headers.push(['X-A', "it's"], ['x-a', '2']);
    expect(invokeWebRequest(request({ headers, method: 'REPORT', body: bytes('é') }))).toBe(
      [
        "Invoke-WebRequest -UseBasicParsing -Uri 'http://127.0.0.1:7300/pb?id=1' `",
        "  -CustomMethod 'REPORT' `",
        "  -UserAgent 'Impact-Postback-Client/1.0' `",
        '  -Headers @{',
        "    'X-A' = 'it''s, 2'",
        '  } `',
        "  -ContentType 'application/json' `",
        "  -Body ([System.Text.Encoding]::UTF8.GetBytes('é'))",
      ].join('\n'),
    );
    expect(invokeWebRequest(request({ body: new Uint8Array([255]) }))).toContain(
      "-Body ([Convert]::FromBase64String('/w=='))",
    );
  });

  test.each([
    ['text', bytes('{"id":1,"name":"Zoë "}')],
    ['other bytes', new Uint8Array([0, 255, 13, 10, 195])],
    ['nothing', new Uint8Array()],
  ])('is a call of fetch that sends the same: %s', async (_name, body) => {
    const received = Promise.withResolvers<{ line: string; headers: string[]; body: Buffer }>();
    const server = createServer((incoming, response) => {
      void buffer(incoming).then((got) => {
        received.resolve({
          line: `${incoming.method} ${incoming.url}`,
          headers: incoming.rawHeaders,
          body: got,
        });
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const call = fetchCall(request({ origin: `http://127.0.0.1:${port}`, body }));
    await run(process.execPath, ['--input-type=module', '-e', call]);
    const got = await received.promise;
    expect(got.line).toBe('POST /pb?id=1');
    expect(got.headers.join('\n')).toContain('Impact-Postback-Client/1.0');
    expect(new Uint8Array(got.body)).toEqual(body);
    server.close();
  });

  test('keeps headers of one name apart for fetch', () => {
    const headers = [
      ['X-A', '1'],
      ['x-a', '2'],
    ] as const;
    expect(fetchCall(request({ headers, body: new Uint8Array() })).replaceAll(/\s/g, '')).toContain(
      'headers:[["X-A","1"],["x-a","2"]]',
    );
  });

  test.each([
    ['a target that is no path', { target: '*' }],
    ['dots in a path', { target: '/a/../b' }],
    ['raw bytes in the URL', { target: '/caf\xe9' }],
    ['a header beyond ASCII', { headers: [['X-A', '\xe9']] as const }],
  ] satisfies [string, Partial<CopiedRequest>][])(
    'is refused where the tool would change it: %s',
    (_name, part) => {
      for (const write of [curlForCmd, invokeWebRequest, fetchCall]) {
        expect(() => write(request(part))).toThrow(expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }));
      }
    },
  );

  test('is refused by fetch where only fetch would change it', () => {
    expect(() => fetchCall(request({ method: 'GET' }))).toThrow('fetch sends no body with GET.');
    expect(() => fetchCall(request({ target: "/pb?a='" }))).toThrow(/fetch would send \/pb\?a=%27 instead/);
    expect(() => fetchCall(request({ method: 'patch' }))).toThrow('fetch would change the method patch.');
  });
});
