import { describe, expect, it } from 'vitest';
import { readRequest, readRequests } from '../../shared/template/import/read-requests.ts';

const read = (text: string) => readRequest(text).request;
const notes = (text: string) => readRequest(text).notes;
const refused = expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }) as Error;

describe('a fetch call', () => {
  it('is read as Chrome copies it', () => {
    const text = `fetch("https://h.test/pb", {
  "headers": { "content-type": "application/json", "x-key": "k" },
  "referrer": "https://dash.test/",
  "referrerPolicy": "strict-origin",
  "body": "{\\"id\\":\\"1.2.3\\",\\"n\\":\\"it's\\"}",
  "method": "POST",
  "mode": "cors",
  "credentials": "include"
});`;
    expect(readRequests(text).form).toBe('fetch');
    expect(read(text)).toEqual({
      method: 'POST',
      url: 'https://h.test/pb',
      headers: [
        ['content-type', 'application/json'],
        ['x-key', 'k'],
      ],
      body: '{"id":"1.2.3","n":"it\'s"}',
    });
    expect(notes(text)).toEqual([
      'Not part of a postback, left out: “referrer: https://dash.test/”, “referrerPolicy: strict-origin”, “mode: cors”, “credentials: include”.',
    ]);
  });

  it.each([
    [
      'JSON.stringify',
      `fetch('https://h/', { method: 'POST', body: JSON.stringify({ id: '1', pay: 12.5, n: null, l: [true, -1] }) })`,
      '{"id":"1","pay":12.5,"n":null,"l":[true,-1]}',
    ],
    [
      'URLSearchParams',
      `await fetch('https://h/', { method: 'post', body: new URLSearchParams({ a: 'x y', b: 2 }) })`,
      'a=x%20y&b=2',
    ],
    [
      'constants',
      `const base = 'https://h';\nconst data = { a: 1 };\nconst res = await fetch(\`\${base}/\`, { method: 'POST', body: JSON.stringify(data) });\nconsole.log(res)`,
      '{"a":1}',
    ],
    [
      'joined texts',
      `window.fetch('https://h' + '/', { method: 'POST', body: 'a=' + encodeURIComponent('x y') })`,
      'a=x%20y',
    ],
  ])('gives the body of %s', (_title, text, body) => {
    expect(read(text)).toMatchObject({ method: 'POST', url: 'https://h/', body });
  });

  it('takes headers from Headers and from pairs, and spreads', () => {
    expect(read(`fetch('https://h/', { headers: new Headers([['X-A', '1']]) })`).headers).toEqual([
      ['X-A', '1'],
    ]);
    expect(
      read(`const h = { 'X-A': '1' }; fetch('https://h/', { headers: { ...h, 'X-B': 2 } })`).headers,
    ).toEqual([
      ['X-A', '1'],
      ['X-B', '2'],
    ]);
  });

  it('names what only a run could tell, and runs nothing', () => {
    const text = `fetch(\`https://h/?id=\${id}\`, { method: 'POST', headers: { 'X-Sig': sign(body) }, body: process.exit(1), signal, ...rest })`;
    expect(read(text)).toEqual({
      method: 'POST',
      url: `https://h/?id=\${id}`,
      headers: [['X-Sig', 'sign(body)']],
      body: 'process.exit(1)',
    });
    for (const word of [`\${id}`, 'sign(body)', 'process.exit(1)', 'signal', '...rest'])
      expect(notes(text).join()).toContain(word);
    expect(notes(`fetch('https://h/', { method: 'POST', body: new FormData(form) })`).join()).toContain(
      'multipart',
    );
  });

  it('takes what is appended to headers, and the call itself of a chain', () => {
    const text = `const h = new Headers();\nh.append("X-A", "1");\nconst options = { method: 'POST', headers: h };\nfetch("https://h/", options).then((r) => r.text()).catch((e) => console.log(e));`;
    expect(read(text)).toEqual({ method: 'POST', url: 'https://h/', headers: [['X-A', '1']], body: null });
  });

  it('several calls are several requests', () => {
    const { entries } = readRequests(`fetch("https://h/1"); ;\nfetch("https://h/2", {method: "POST"});`);
    expect(entries.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET https://h/1',
      'POST https://h/2',
    ]);
  });

  it('that is not complete is refused with the place', () => {
    expect(() => read('fetch("https://h/", {\n  "method": "POST"')).toThrow(refused);
    expect(() => read('fetch("https://h/", {\n  "method": "POST"')).toThrow('line 2, column 19');
  });
});
