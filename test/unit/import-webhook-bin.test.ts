import { describe, expect, it } from 'vitest';
import { readRequest, readRequests } from '../../shared/template/import/read-requests.ts';
import { templateOf } from '../../shared/template/import/template-of-request.ts';

const JSON_TYPE: [string, string] = ['content-type', 'application/json'];
const WEBHOOK_SITE = {
  uuid: '5a0e',
  type: 'web',
  method: 'POST',
  ip: '203.0.113.7',
  hostname: 'webhook.site',
  user_agent: 'impact/1.0',
  content: '{"id":"1.2.3"}',
  query: { src: 'x' },
  headers: { host: ['webhook.site'], 'content-type': ['application/json'], 'x-key': ['k'] },
  url: 'https://webhook.site/0c1d?src=x',
  created_at: '2026-05-11 10:00:00',
};

describe('the JSON of a webhook bin', () => {
  it.each([
    ['webhook.site', WEBHOOK_SITE, 'webhook.site', 'https://webhook.site/0c1d?src=x'],
    [
      'Pipedream',
      {
        event: {
          method: 'POST',
          path: '/',
          query: { src: 'x' },
          headers: { host: 'e.m.pipedream.net', 'content-type': 'application/json' },
          url: 'https://e.m.pipedream.net/?src=x',
          body: { id: '1.2.3' },
        },
      },
      'Pipedream event',
      'https://e.m.pipedream.net/?src=x',
    ],
    [
      'Mockoon',
      {
        UUID: 'u',
        request: {
          method: 'POST',
          urlPath: '/pb',
          query: 'src=x',
          headers: [{ key: 'content-type', value: 'application/json' }],
          body: '{"id":"1.2.3"}',
        },
        response: { statusCode: 201 },
        timestampMs: 1_790_000_000_000,
      },
      'Mockoon log',
      '/pb?src=x',
    ],
    [
      'Hookdeck',
      {
        id: 'evt_1',
        data: {
          path: '/pb',
          query: 'src=x',
          parsed_query: { src: 'x' },
          headers: { host: 'h.test', 'x-forwarded-proto': 'https', 'content-type': 'application/json' },
          body: { id: '1.2.3' },
        },
        created_at: '2026-05-11T10:00:00Z',
      },
      'Hookdeck event',
      'https://h.test/pb?src=x',
    ],
    [
      'any shape: pairs of headers',
      {
        httpMethod: 'POST',
        path: '/pb',
        queryStringParameters: { src: 'x' },
        headers: [['content-type', 'application/json']],
        body: 'eyJpZCI6IjEuMi4zIn0=',
        isBase64Encoded: true,
      },
      'JSON of a request',
      '/pb?src=x',
    ],
  ])('%s', (_title, value, form, url) => {
    const text = JSON.stringify(value, null, 2);
    expect(readRequests(text).form).toBe(form);
    const { request } = readRequest(text);
    expect(request).toMatchObject({ method: 'POST', url, body: '{"id":"1.2.3"}' });
    expect(request.headers).toContainEqual(JSON_TYPE);
  });

  it('a list is a choice, with time and status', () => {
    const { entries, notes } = readRequests(
      JSON.stringify({ data: [WEBHOOK_SITE, { ...WEBHOOK_SITE, method: 'PUT' }, { uuid: 'x' }], total: 3 }),
    );
    expect(entries.map(({ method, hasBody }) => [method, hasBody])).toEqual([
      ['POST', true],
      ['PUT', true],
    ]);
    expect(entries[0]!.time).not.toBeNull();
    expect(notes).toEqual(['1 item has no request and was left out.']);
  });

  it('says what was assumed and written anew', () => {
    const { notes } = readRequest(
      JSON.stringify({ path: '/pb', headers: { host: 'h.test' }, body: { a: 1 } }),
    );
    expect(notes).toEqual([
      'http:// was assumed.',
      'The body was written anew from its fields: its spaces and their order may differ.',
      'The method is not in it: POST was assumed.',
    ]);
  });

  it('captures of Postbench lead to the local receiver again', () => {
    const line = JSON.stringify({
      id: 1,
      method: 'POST',
      target: '/pb?id=1.2.3',
      url: 'http://127.0.0.1:7300/pb?id=1.2.3',
      headers: [
        ['Host', '127.0.0.1:7300'],
        ['Content-Type', 'application/x-www-form-urlencoded'],
      ],
      body: 'pay=12.00',
      responseStatus: 200,
      receivedAt: '2026-05-11T10:00:00.000Z',
      virtualAt: null,
    });
    const found = readRequests(`${line}\n${line}`);
    expect([found.form, found.noun, found.entries.length]).toEqual(['Captures of Postbench', 'line', 2]);
    expect(templateOf(found.entries[0]!.read())).toMatchObject({
      url: '/pb?id={ActionId}',
      body: { format: 'form', template: 'pay={Payout}' },
      notes: [],
    });
    expect(found.entries[0]).toMatchObject({ status: 200, time: Date.parse('2026-05-11T10:00:00Z') });
  });

  it('attempts of a run give their address', () => {
    const run = {
      seed: 1,
      deliveries: [
        {
          event: 'tracked',
          postback: 'P',
          attempts: [{ url: 'https://h/pb?id=1', status: 500, reason: 'x', responseBody: '' }],
        },
      ],
    };
    const { form, entries } = readRequests(JSON.stringify(run));
    expect(form).toBe('Run of Postbench');
    expect(entries[0]!.read()).toMatchObject({
      request: { method: 'GET', url: 'https://h/pb?id=1' },
      notes: ['The method is not in it: GET was assumed.', 'Headers and body are not in it.'],
    });
  });

  it('binary bodies are left out, and JSON without a request is refused', () => {
    const text = JSON.stringify({ method: 'POST', url: 'https://h/', headers: {}, bodyBase64: 'AAEC' });
    expect(readRequest(text)).toMatchObject({
      request: { body: null },
      notes: [expect.stringContaining('binary')],
    });
    expect(() => readRequest('{"a":{"b":[1,{"c":"d"}]}}')).toThrow('no request in this JSON');
  });
});
