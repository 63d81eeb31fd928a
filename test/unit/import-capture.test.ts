import { describe, expect, it } from 'vitest';
import { type CapturedRequest, requestOfCapture } from '../../shared/template/import/captured-request.ts';
import { templateOf } from '../../shared/template/import/template-of-request.ts';

describe('a capture that becomes a template', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const capture = (given: Partial<CapturedRequest>) => {
    const body = given.body ?? bytes('');
    return templateOf(
      requestOfCapture({
        method: 'GET',
        target: '/pb',
        headers: [],
        body,
        bodyLength: body.length,
        ...given,
      }),
    );
  };

  it('goes to the local receiver again, its values guessed as those of a pasted request', () => {
    const made = capture({
      method: 'POST',
      target: '/hook?txid=1000.4636.158133&v=2',
      headers: [
        ['Host', '127.0.0.1:7300'],
        ['Content-Type', 'application/json'],
        ['X-Key', 'k'],
        ['Trailer', 'x'],
      ],
      body: bytes('{"payout": 12.5, "name": "Ülk 😀"}'),
    });
    expect(made).toMatchObject({
      method: 'POST',
      url: '/hook?txid={ActionId}&v=2',
      headers: { 'X-Key': 'k' },
      body: { format: 'json', template: '{"payout": "{Payout}", "name": "Ülk 😀"}' },
      notes: [],
    });
    expect(made.guesses.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'ActionId=1000.4636.158133',
      'Payout=12.5',
    ]);
  });

  it('says what could not be taken over: binary, packed and multipart bodies, cut ones, other methods', () => {
    const packed: [string, string][] = [['Content-Encoding', 'gzip']];
    const form: [string, string][] = [['content-type', 'multipart/form-data; boundary=x']];
    expect(capture({ method: 'POST', body: new Uint8Array([0xc3, 0x28]) })).toMatchObject({
      body: undefined,
      notes: ['The body was left out: it is not text, which the platform does not send.'],
    });
    expect(capture({ method: 'POST', body: bytes('x'), headers: packed }).notes[0]).toMatch(/compressed/);
    expect(capture({ method: 'POST', body: bytes('x'), headers: form }).notes[0]).toMatch(/multipart/);
    expect(capture({ method: 'PUT', body: bytes('a=1') })).toMatchObject({
      method: 'POST',
      notes: ['PUT became POST: the platform sends GET and POST only.'],
    });
    const cut = capture({ method: 'POST', body: bytes('name=Ü').slice(0, -1), bodyLength: 900 });
    expect(cut.body?.template).toMatch(/^name=/);
    expect(cut.notes).toEqual(['Only the first 6 of the body’s 900 bytes are taken.']);
  });

  it('takes a header once, and says so', () => {
    const made = capture({
      headers: [
        ['X-A', '1'],
        ['x-a', '2'],
      ],
    });
    expect(made.headers).toEqual({ 'X-A': '1' });
    expect(made.notes).toEqual([
      'Of several headers named x-a only the first was used: a postback has each header once.',
    ]);
  });

  it.each(['*', 'example.com:443', '', '\u0016\u0003\u0001'])(
    'is refused where it names no path: %j',
    (target) => {
      expect(() => capture({ method: 'OPTIONS', target })).toThrow(
        expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }) as Error,
      );
    },
  );
});
