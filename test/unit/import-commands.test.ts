import { describe, expect, it } from 'vitest';
import { readRequest, readRequests } from '../../shared/template/import/read-requests.ts';

const read = (text: string) => readRequest(text).request;
const notes = (text: string) => readRequest(text).notes;
const form = (text: string) => readRequests(text).form;
const refused = expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }) as Error;

describe('an HTTPie command', () => {
  it.each([
    [
      'http POST https://h/pb id=1.2.3 pay:=12.5 ok:=true',
      'POST',
      'https://h/pb',
      '{"id":"1.2.3","pay":12.5,"ok":true}',
    ],
    ['http https://h/pb id=1', 'POST', 'https://h/pb', '{"id":"1"}'],
    ['http --form POST h.test/pb a="x y" b=2', 'POST', 'http://h.test/pb', 'a=x%20y&b=2'],
    ['https h.test/pb sub1==a q=="b c"', 'GET', 'https://h.test/pb?sub1=a&q=b%20c', null],
    ['http :3000/pb', 'GET', 'http://localhost:3000/pb', null],
    [`http --raw '{"a":1}' https://h/`, 'POST', 'https://h/', '{"a":1}'],
    [`echo -n '<a/>' | http POST https://h/`, 'POST', 'https://h/', '<a/>'],
    [
      'http https://h/ order[id]=1 order[items][]=a order[items][]=b',
      'POST',
      'https://h/',
      '{"order":{"id":"1","items":["a","b"]}}',
    ],
    ['xh post https://h/ a=1', 'POST', 'https://h/', '{"a":"1"}'],
  ])('%s', (text, method, url, body) => {
    expect(read(text)).toMatchObject({ method, url, body });
  });

  it('sends the headers that it says, and the type of its body', () => {
    expect(read('http https://h/ X-Key:k "X-Empty;" --bearer T a=1').headers).toEqual([
      ['Authorization', 'Bearer T'],
      ['X-Key', 'k'],
      ['X-Empty', ''],
      ['Content-Type', 'application/json'],
    ]);
  });

  it('names what it left out', () => {
    expect(notes('http --multipart https://h/ a=1 f@x.png')).toContain(
      'A multipart form was left out, which the platform does not send: “a=1”, “f@x.png”.',
    );
    const said = notes('http -v --timeout 5 -a me:pw --nope https://h/ Cookie: f@x.png').join();
    for (const word of ['-v', '--timeout 5', '--auth', '--nope', 'Cookie:', 'f@x.png'])
      expect(said).toContain(word);
  });
});

describe('a Wget command', () => {
  it.each([
    [`wget --post-data 'a=1&b=2' https://h/pb`, 'POST', 'a=1&b=2'],
    [
      `wget --method=PUT --body-data='{"a":1}' --header 'Content-Type: application/json' https://h/pb`,
      'POST',
      '{"a":1}',
    ],
    ['wget -qO- https://h/pb', 'GET', null],
  ])('%s', (text, method, body) => {
    expect(form(text)).toBe('Wget');
    expect(read(text)).toMatchObject({ method, url: 'https://h/pb', body });
  });

  it('names what it left out, and refuses a body in a file', () => {
    const said = notes('wget -q -O out.txt --tries=3 --password x --nope --header="X: 1" https://h/').join();
    for (const word of ['-q', '-O out.txt', '--tries=3', '--password', '--nope'])
      expect(said).toContain(word);
    expect(() => read('wget --post-file body.txt https://h/')).toThrow(refused);
  });
});

describe('Invoke-WebRequest and Invoke-RestMethod', () => {
  it('are read as Chrome copies them', () => {
    const text = [
      '$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession',
      '$session.UserAgent = "Mozilla/5.0 (X; Y) `"Z`""',
      '$session.Cookies.Add((New-Object System.Net.Cookie("sid", "a;b", "/", "h.test")))',
      'Invoke-WebRequest -UseBasicParsing -Uri "https://h.test/pb?a=`$1" `',
      '-Method "POST" `',
      '-WebSession $session `',
      '-Headers @{',
      '"authority"="h.test"',
      '  "method"="POST"',
      '  "path"="/pb"',
      '  "scheme"="https"',
      '  "x-key"="k"',
      '} `',
      '-ContentType "application/json" `',
      '-Body "{`"id`":`"1.2.3`",`"n`":`"Z$([char]252)`"}"',
    ].join('\r\n');
    const { request, notes: said } = readRequest(text);
    expect(form(text)).toBe('PowerShell');
    expect(request).toEqual({
      method: 'POST',
      url: 'https://h.test/pb?a=$1',
      headers: [
        ['x-key', 'k'],
        ['Content-Type', 'application/json'],
      ],
      body: '{"id":"1.2.3","n":"Zü"}',
    });
    for (const word of [
      'New-Object',
      'UserAgent',
      'Cookies.Add',
      'UseBasicParsing',
      '-WebSession',
      'authority=h.test',
    ])
      expect(said.join()).toContain(word);
  });

  it.each([
    [
      'a table as JSON',
      '$body = @{ id = "1"; pay = 12.5; ok = $true; l = @(1, "b") } | ConvertTo-Json -Depth 5\nInvoke-RestMethod https://h/ -Method Post -Body $body',
      '{"id":"1","pay":12.5,"ok":true,"l":[1,"b"]}',
    ],
    [
      'a table in brackets as JSON',
      'irm https://h/ -Me POST -Body (@{ id = "1" } | ConvertTo-Json)',
      '{"id":"1"}',
    ],
    ['a table as a form', 'iwr https://h/ -Method Post -Body @{ a = "x y"; b = 2 }', 'a=x%20y&b=2'],
    ['a here-text', `Invoke-RestMethod -Uri https://h/ -Method Post -Body @'\n{"a":1}\n'@`, '{"a":1}'],
    [
      'bytes of a text',
      'Invoke-WebRequest -Uri "https://h/" -Method POST -Body ([System.Text.Encoding]::UTF8.GetBytes("a=1"))',
      'a=1',
    ],
    ['splatting', '$p = @{ Uri = "https://h/"; Method = "POST"; Body = "a=1" }\nInvoke-RestMethod @p', 'a=1'],
    ['the alias curl', 'curl -Uri https://h/ -Method POST -Body "a=1"', 'a=1'],
    ['a pipe', `'{"a":1}' | Invoke-RestMethod https://h/ -Method Post`, '{"a":1}'],
    ['a result that is kept', '$r = Invoke-RestMethod https://h/ -Method Post -Body "a=1"', 'a=1'],
    ['texts that are joined', '$id = "7"\niwr https://h/ -Method Post -Body ("a=" + $id)', 'a=7'],
  ])('give the body of %s', (_title, text, body) => {
    expect(read(text)).toMatchObject({ method: 'POST', url: 'https://h/', body });
  });

  it('take what is added to a table', () => {
    const text = `$headers = New-Object "System.Collections.Generic.Dictionary[[String],[String]]"\n$headers.Add("X-A", "1")\nInvoke-RestMethod 'https://h/' -Method 'POST' -Headers $headers`;
    expect(readRequest(text)).toEqual({
      request: { method: 'POST', url: 'https://h/', headers: [['X-A', '1']], body: null },
      notes: [],
    });
  });

  it('put a table into the query of a GET, and name what is not known', () => {
    expect(read('iwr https://h/ -Body @{ a = "b" }').url).toBe('https://h/?a=b');
    const said = notes(
      'iwr "https://h/?k=$env:K" -Headers $h -TimeoutSec 5 -Foo bar @rest -SkipCertificateCheck | Select-Object x; Stop-Process y',
    ).join();
    for (const word of [
      '$env:K',
      '$h',
      '-TimeoutSec 5',
      '-Foo bar',
      '@rest',
      '-SkipCertificateCheck',
      'Select-Object x',
      'Stop-Process y',
    ])
      expect(said).toContain(word);
  });
});
