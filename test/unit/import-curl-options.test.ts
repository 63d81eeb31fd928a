import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readRequest } from '../../shared/template/import.ts';

const read = (file: string) =>
  readRequest(readFileSync(new URL(`../fixtures/faults/${file}`, import.meta.url), 'utf8'));

it('a cURL command keeps what --url-query and --oauth2-bearer say', () => {
  expect(read('c09b-urlquery.txt').request.url).toBe('http://127.0.0.1:9000/pb?id=1000.2240.77&pay=12.00');
  expect(read('c10b-bearer.txt').request.headers).toContainEqual(['Authorization', 'Bearer TOKEN']);
});

it('a cURL command of two requests gives the first one, and says so', () => {
  const { request, notes } = read('c47-two.txt');
  expect(request).toMatchObject({ method: 'POST', url: 'http://127.0.0.1:9000/a', body: 'id=1' });
  expect(notes).toEqual([expect.stringContaining('--next')]);
});

it('a multipart form is a POST', () => {
  expect(readRequest('curl -F a=1 https://h/').request.method).toBe('POST');
});
