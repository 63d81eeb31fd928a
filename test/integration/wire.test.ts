import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { HttpTransport } from '../../electron/engine/sender/http-transport.ts';
import { Cancellation } from '../../electron/engine/sender/transport.ts';
import { sampleValues } from '../../shared/domain/samples.ts';
import { placeholdersFor } from '../../shared/placeholders/placeholder-registry.ts';
import { compilePostback, postbackSchema, renderPostback, wireOf } from '../../shared/template/postback.ts';

/** A server without any HTTP library: the bytes as they came, and one canned answer. */
async function rawServer() {
  let received = Buffer.alloc(0);
  let expected = Number.POSITIVE_INFINITY;
  const server = createServer((socket) => {
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= expected) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK');
    });
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const bytes = received;
      received = Buffer.alloc(0);
      return bytes;
    },
    expect: (length: number) => {
      expected = length;
    },
    close: () => server.close(),
  };
}

const jsonBody = {
  format: 'json',
  template: '{"id":"{ActionId}","campaign":"{CampaignName}","note":"{SubId1}"}',
};
const postbacks: [string, Record<string, unknown>, Record<string, string>][] = [
  ['a GET', { url: '/pb?id={ActionId}&d={EventDate}&c={CampaignName}&s={SharedId}' }, {}],
  ['a GET of a bare origin', { url: '{base}' }, {}],
  ['a GET with odd literals and an unknown placeholder', { url: '/a b/é/%zz/../x?q="<>|^`&{Nope}&&=&a' }, {}],
  [
    'a POST with JSON',
    { method: 'POST', url: '/pb', body: jsonBody },
    { SubId1: 'quote " slash \\ é 😀 \r\n' },
  ],
  [
    'a POST with XML',
    { method: 'POST', url: '/pb', body: { format: 'xml', template: '<a>{SubId1}</a>\r\n' } },
    { SubId1: '<&>' },
  ],
  [
    'a POST with a form',
    { method: 'POST', url: '/pb', body: { format: 'form', template: 'a={ActionId}&b={SubId1}' } },
    { SubId1: 'a+b &' },
  ],
  [
    'a POST with an empty body',
    { method: 'POST', url: '/pb', body: { format: 'json', template: '{SubId1}' } },
    { SubId1: '' },
  ],
  ['a POST without a body', { method: 'POST', url: '/pb?x' }, {}],
  ['a GET with a body', { method: 'GET', url: '/pb', body: jsonBody }, {}],
  [
    'own headers in their order and case, one of the platform’s replaced',
    {
      url: '/pb',
      headers: { 'X-Second': 'b {SubId1} c', 'x-FIRST': '{ActionId}', 'user-agent': 'Mine/2', 'X-Empty': '' },
    },
    { SubId1: 'é€ \n tab\t' },
  ],
];

describe('the wire preview', () => {
  it.each(postbacks)(
    'of %s is, byte for byte, what a raw socket receives, also on a connection used before',
    async (_name, given, values) => {
      const server = await rawServer();
      const transport = new HttpTransport(() => []);
      const url = String(given.url).replace('{base}', server.base);
      const postback = postbackSchema.parse({ name: 'x', ...given, url });
      const known = placeholdersFor('action');
      const request = renderPostback(
        compilePostback(postback),
        { ...sampleValues('tracked'), ...values },
        { known: (name) => known.has(name), unknown: 'literal', receiverBase: server.base },
      );
      const wire = wireOf(request);
      if (!wire.ok) throw new Error(wire.reason);
      const preview = Buffer.concat([Buffer.from(wire.head, 'latin1'), Buffer.from(wire.body, 'utf8')]);
      server.expect(preview.length);
      const body = Buffer.from(request.body ?? '', 'utf8');
      const outgoing = { url: wire.url, method: request.method, headers: request.headers, body };
      for (let time = 0; time < 2; time += 1) {
        const result = await transport.send(outgoing, {
          cancellation: new Cancellation(),
          workspace: '',
          connectTimeout: 5_000,
          responseTimeout: 5_000,
        });
        expect(result, result.cause).toMatchObject({ outcome: 'answered', status: 200 });
        expect(server.take().toString('latin1')).toBe(preview.toString('latin1'));
      }
      await transport.close();
      server.close();
    },
  );
});
