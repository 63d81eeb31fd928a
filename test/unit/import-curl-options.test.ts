import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readRequest, readRequests } from '../../shared/template/import/read-requests.ts';

const textOf = (file: string) => readFileSync(new URL(`../fixtures/faults/${file}`, import.meta.url), 'utf8');
const read = (file: string) => readRequest(textOf(file));

it('a cURL command keeps what --url-query and --oauth2-bearer say', () => {
  expect(read('c09b-urlquery.txt').request.url).toBe('http://127.0.0.1:9000/pb?id=1000.2240.77&pay=12.00');
  expect(read('c10b-bearer.txt').request.headers).toContainEqual(['Authorization', 'Bearer TOKEN']);
});

it('a cURL command with --next is a choice between its requests', () => {
  const { form, entries } = readRequests(textOf('c47-two.txt'));
  expect(form).toBe('cURL');
  expect(entries.map(({ read: whole }) => whole().request)).toEqual([
    { method: 'POST', url: 'http://127.0.0.1:9000/a', headers: [], body: 'id=1' },
    { method: 'POST', url: 'http://127.0.0.1:9000/b', headers: [], body: 'id=2' },
  ]);
  expect(read('c47-two.txt').notes).toEqual(['Only the first of 2 requests was read.']);
});

it('a multipart form is a POST', () => {
  expect(readRequest('curl -F a=1 https://h/').request.method).toBe('POST');
});
