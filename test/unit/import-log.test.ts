import { describe, expect, it } from 'vitest';
import { readRequest, readRequests } from '../../shared/template/import/read-requests.ts';

const COMBINED =
  '203.0.113.7 - - [10/Oct/2026:13:55:36 +0200] "GET /pb?id=1.2.3&pay=12.00 HTTP/1.1" 200 512 "-" "impact/1.0"';

describe('a line of an access log', () => {
  it.each([
    ['combined', COMBINED, '/pb?id=1.2.3&pay=12.00'],
    ['common', '::1 - me [10/Oct/2026:13:55:36 +0000] "POST /pb HTTP/2.0" 204 -', '/pb'],
    [
      'with a virtual host',
      'h.test:443 203.0.113.7 - - [10/Oct/2026:13:55:36 +0000] "GET /pb HTTP/1.1" 200 1 "-" "-"',
      'https://h.test/pb',
    ],
    [
      'with escapes of nginx',
      '1.1.1.1 - - [10/Oct/2026:13:55:36 +0000] "GET /pb?n=Zo\\xC3\\xAB HTTP/1.1" 200 1',
      '/pb?n=Zo%C3%AB',
    ],
    ['of another format', '2026-10-10T13:55:36Z 1.1.1.1 "GET /pb HTTP/1.1" 200 0.004', '/pb'],
  ])('%s', (_title, line, url) => {
    expect(readRequests(line).form).toBe('Access log');
    expect(readRequest(line).request).toMatchObject({ url, headers: [], body: null });
  });

  it('says what is not in it, and what was left out', () => {
    expect(readRequest(COMBINED).notes).toEqual([
      'Headers and body are not in the log.',
      'Referrer and User-Agent were left out: impact/1.0.',
      'The address has no host: the path leads to the local receiver.',
    ]);
  });

  it('is found behind connections that sent no request', () => {
    const empty = '1.1.1.1 - - [10/Oct/2026:13:55:36 +0000] "-" 400 0 "-" "-"';
    expect(readRequest(`${empty}\n${COMBINED}`).request.url).toBe('/pb?id=1.2.3&pay=12.00');
  });

  it('several are a choice, with status and time', () => {
    const { noun, entries, notes } = readRequests(
      `${COMBINED}\n\n-- rotated --\n${COMBINED.replace(' 200 ', ' 500 ')}\n`,
    );
    expect(noun).toBe('line');
    expect(entries.map(({ status, time }) => [status, time])).toEqual([
      [200, Date.parse('2026-10-10T11:55:36Z')],
      [500, Date.parse('2026-10-10T11:55:36Z')],
    ]);
    expect(notes).toEqual(['1 line has no request and was left out.']);
  });

  it.each([
    [
      'nginx',
      '{"time_iso8601":"2026-10-10T13:55:36+00:00","remote_addr":"1.1.1.1","request":"GET /pb?a=1 HTTP/1.1","status":"200","http_user_agent":"x"}',
      'nginx log (JSON)',
      '/pb?a=1',
    ],
    [
      'nginx, by parts',
      '{"request_method":"GET","request_uri":"/pb?a=1","host":"h.test","scheme":"https","status":200,"time_iso8601":"2026-10-10T13:55:36Z"}',
      'nginx log (JSON)',
      'https://h.test/pb?a=1',
    ],
    [
      'Caddy',
      '{"level":"info","ts":1790000000.5,"logger":"http.log.access","request":{"remote_ip":"1.1.1.1","proto":"HTTP/2.0","method":"GET","host":"h.test","uri":"/pb?a=1","headers":{"X-Key":["k"]},"tls":{"version":772}},"status":200}',
      'Caddy log',
      'https://h.test/pb?a=1',
    ],
  ])('in JSON: %s', (_title, line, form, url) => {
    const found = readRequests(`${line}\n${line}`);
    expect([found.form, found.noun, found.entries.length]).toEqual([form, 'line', 2]);
    expect(found.entries[0]!.status).toBe(200);
    expect(found.entries[0]!.time).not.toBeNull();
    expect(found.entries[0]!.read().request).toMatchObject({ method: 'GET', url });
    expect(readRequests(line).entries).toHaveLength(1);
  });
});
