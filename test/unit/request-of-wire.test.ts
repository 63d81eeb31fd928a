import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wireOf } from '../../shared/template/postback.ts';
import { requestOfWire } from '../../shared/template/request-of-wire.ts';

const name = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/)
  .filter((text) => !/^content-length$/i.test(text));
const value = fc.stringMatching(/^[!-~]([ -~]{0,12}[!-~])?$/);
const anyRequest = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  url: fc
    .tuple(fc.webPath(), fc.stringMatching(/^[A-Za-z0-9=&%+~-]{0,20}$/))
    .map(([path, query]) => `http://127.0.0.1:9000${path || '/'}?${query}`),
  headers: fc.array(fc.tuple(name, value), { maxLength: 6 }),
  body: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: null }),
});

it('a request that is read back from its wire makes the same wire again', () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      const wire = wireOf(request);
      if (!wire.ok) return;
      const again = requestOfWire(wire.url.origin, wire.head, wire.body);
      expect(wireOf(again)).toEqual(wire);
      expect(again.headers).toEqual(request.headers);
    }),
  );
});
