import fc from 'fast-check';
import { expect, test } from 'vitest';
import { multipartFields } from '../../shared/receiver/multipart-fields.ts';
import { requestFields } from '../../shared/receiver/request-fields.ts';

/** A form as fetch() sends it. */
async function sent(entries: readonly (readonly [string, string | File])[]) {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  const response = new Response(form);
  return { type: response.headers.get('content-type')!, body: await response.text() };
}

test('the fields of a form come back as they were sent, files by their names', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' })), {
        minLength: 1,
        maxLength: 5,
      }),
      async (entries) => {
        const { type, body } = await sent(entries);
        // fetch() normalizes line breaks in a form.
        const lines = (text: string) => text.replace(/\r\n|\r|\n/g, '\r\n');
        expect(multipartFields(type, body)).toEqual(
          entries.map(([key, value]) => ({ key: lines(key), value: lines(value) })),
        );
      },
    ),
  );
  const { type, body } = await sent([
    ['order', '7'],
    ['proof', new File(['--x'], 'a "b".pdf')],
  ]);
  expect(requestFields('/pb?id=1', [['Content-Type', type]], body)).toEqual([
    { place: 'query', key: 'id', value: '1' },
    { place: 'multipart', key: 'order', value: '7' },
    { place: 'multipart', key: 'proof', value: 'a "b".pdf' },
  ]);
});

test('a body that breaks off has its whole parts; another type or boundary has none', () => {
  const part = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name=${name}\r\n\r\n${value}\r\n`;
  const type = 'multipart/form-data; boundary=b';
  expect(multipartFields(type, `${part('a', '1')}${part('c', '2')}--b--\r\n${part('d', '3')}`)).toEqual([
    { key: 'a', value: '1' },
    { key: 'c', value: '2' },
  ]);
  expect(multipartFields(type, `${part('a', '--bx\r\n-- b')}--b\r\nContent-Dispo`)).toEqual([
    { key: 'a', value: '--bx\r\n-- b' },
  ]);
  expect(multipartFields(type, `preamble\r\n${part('a', '')}--b\r\nX: 1\r\n\r\nno name\r\n--b--`)).toEqual([
    { key: 'a', value: '' },
  ]);
  expect(multipartFields(type, '')).toEqual([]);
  for (const other of [
    'multipart/mixed; boundary=b',
    'multipart/form-data',
    'multipart/form-data; boundary=""',
    'text/plain',
  ])
    expect(multipartFields(other, part('a', '1'))).toBeUndefined();
});
