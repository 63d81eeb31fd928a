import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRequest, readRequests } from '../../shared/template/import/read-requests.ts';

const fault = (file: string) => readFileSync(new URL(`../fixtures/faults/${file}`, import.meta.url), 'utf8');
const read = (text: string) => readRequest(text).request;
const notes = (text: string) => readRequest(text).notes;
const form = (text: string) => readRequests(text).form;

describe('a command for a POSIX shell', () => {
  it.each([
    ['a here-document', `curl https://h/ -d @- <<'EOF'\nid=1\n&pay=$2\nEOF`, 'id=1&pay=$2'],
    [
      'one with tabs before it',
      `curl https://h/ --data-binary @- <<-EOF\n\t{"a":\n\t1}\n\tEOF`,
      '{"a":\n1}\n',
    ],
    ['a here-document before the options', `curl --json @- https://h/ <<EOF -s\n{"a":1}\nEOF`, '{"a":1}\n'],
    ['a here-string', `curl https://h/ --data-binary @- <<< 'x y'`, 'x y\n'],
    ['an ANSI-C text', `curl https://h/ -d $'it\\'s\\u00e9\\n\\x41'`, "it'sé\nA"],
    ['a text from echo', `echo '{"a":1}' | curl -d @- https://h/`, '{"a":1}'],
    ['a document from cat', `cat <<'EOF' | curl --data-binary @- https://h/\n{"a":1}\nEOF`, '{"a":1}\n'],
    [
      'base64, as Postbench copies it',
      `printf %s eyJhIjoxfQ== | base64 -d | curl --data-binary @- https://h/`,
      '{"a":1}',
    ],
    ['a variable that is set', `BODY='a=1'\ncurl -d "$BODY&b=2" https://h/`, 'a=1&b=2'],
    ['both kinds of quotes in a word', `curl https://h/ -d 'it'"'"'s'\\ ok`, "it's ok"],
  ])('gives the body of %s', (_title, text, body) => {
    expect(read(text)).toMatchObject({ method: 'POST', url: 'https://h/', body });
  });

  it('says which variables and commands have a value that is not in it', () => {
    const text = `curl "https://h/?id=$ID&x=\${X:-1}" -H "X-Sig: $(sign it)" -d @- <<EOF\nt=\`date\`\nEOF`;
    expect(read(text)).toMatchObject({
      url: `https://h/?id=$ID&x=\${X:-1}`,
      headers: [['X-Sig', '$(sign it)']],
      body: 't=`date`',
    });
    expect(notes(text)).toEqual([
      `$ID, \${X:-1}, $(sign it), \`date\` were kept as text: their values are not in what was pasted.`,
    ]);
    expect(notes(`curl 'https://h/?id=$ID' -d @- <<'EOF'\n$X\nEOF`)).toEqual([]);
  });

  it('names what stands around the command', () => {
    expect(notes('sudo A=1 curl -s https://h/ > out.txt 2>&1 | jq . && echo "all done"; rm x')).toEqual([
      'Not part of the request, left out: “sudo”, “A=1”, “> out.txt”, “2>&1”, “jq .”, “echo "all done"”, “rm x”.',
      'Not part of a postback, left out: “-s”.',
    ]);
    expect(notes("curl 'https://h/")).toEqual(['The command is not complete: unterminated single quote.']);
  });

  it.each([
    '$ curl \\\n> -d a=1 \\\n> https://h/',
    'me@host:~/x$ curl -d a=1 https://h/',
    '# try\n\n$ curl -d a=1 https://h/ # here',
  ])('is found behind a prompt: %s', (text) => {
    expect(read(text)).toMatchObject({ url: 'https://h/', body: 'a=1' });
  });

  it('is found in a loop', () => {
    expect(read('for i in 1 2; do curl "https://h/?id=$i"; done').url).toBe('https://h/?id=$i');
  });

  it('several commands are several requests', () => {
    const { entries } = readRequests('curl https://h/1\ncurl -d a=1 https://h/2\n\n# last\nwget https://h/3');
    expect(entries.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET https://h/1',
      'POST https://h/2',
      'GET https://h/3',
    ]);
  });
});

describe('a command for PowerShell', () => {
  const expected = { method: 'POST', headers: [['Content-Type', 'application/json']] };

  it.each([
    ['c22-pwshcurl.txt', 'http://127.0.0.1:9000/pb', '{"id":"1000.2240.77","pay":"12.00"}'],
    ['c30-pwsh-bt2.txt', 'http://127.0.0.1:9000/pb?a=1', '{"id":"1000.2240.77","pay":12.5}'],
  ])('%s', (file, url, body) => {
    expect(form(fault(file))).toBe('cURL (PowerShell)');
    expect(readRequest(fault(file))).toEqual({ request: { ...expected, url, body }, notes: [] });
  });

  it.each([
    ['a here-text', `curl.exe https://h/ -d @'\r\n{"a":"it's"}\r\n'@`, `{"a":"it's"}`],
    ['one with escapes', 'curl.exe https://h/ -d @"\n{"a":"`$1`tb"}\n"@', '{"a":"$1\tb"}'],
    ['doubled quotes', `curl.exe https://h/ -d 'it''s' -d "say ""hi"""`, `it's&say "hi"`],
    ['quotes of 7.3 and later', `curl.exe https://h/ -d '{"a":"x\\"y"}'`, '{"a":"x\\"y"}'],
    ['a text from a pipe', `'{"a":1}' | curl.exe -d '@-' https://h/`, '{"a":1}'],
    ['a variable that is set', `$body = '{"a":1}'\ncurl.exe -d $body https://h/`, '{"a":1}'],
    ['backslashes without curl.exe', `curl -d '{\\"a\\":1}' https://h/`, '{"a":1}'],
  ])('gives the body of %s', (_title, text, body) => {
    expect(read(text)).toMatchObject({ method: 'POST', url: 'https://h/', body });
  });

  it('says which variables have a value that is not in it, and what stands around it', () => {
    const text = 'PS C:\\> curl.exe "https://h/?k=$env:KEY" -H "X: $($a.b)" | Out-File x.txt';
    expect(read(text)).toMatchObject({ url: 'https://h/?k=$env:KEY', headers: [['X', '$($a.b)']] });
    expect(notes(text)).toEqual([
      '$env:KEY, $($a.b) were kept as text: their values are not in what was pasted.',
      'Not part of the request, left out: “| Out-File x.txt”.',
    ]);
  });
});

describe('a command for cmd', () => {
  it.each([
    ['Chrome', '--data-raw ^"^{^\\^"a^\\^":^\\^"50^%^41 ^& it^\'s^\\^"^}^"', '{"a":"50%41 & it\'s"}'],
    ['Chrome before 2023', '--data-raw "^{^\\^"a^\\^":^\\^"1^\\^"^}"', '{"a":"1"}'],
    ['Chrome, over two lines', '--data-raw ^"a^\n\nb^"', 'a\nb'],
    ['Firefox', '--data-raw "{""a"":""50"%"41""}"', '{"a":"50%41"}'],
    ['Firefox, over two lines', '--data-raw "a"^\r\n\r\n"b"', 'a\nb'],
  ])('as %s writes it', (_title, option, body) => {
    const text = `curl ^"https://h/pb?a=1^&b=2^" ^\r\n  ${option}`;
    expect(form(text)).toBe('cURL (cmd)');
    expect(read(text)).toMatchObject({ method: 'POST', url: 'https://h/pb?a=1&b=2', body });
  });

  it('keeps the backslashes that a hand wrote', () => {
    const text = 'curl "https://h/" ^\r\n -d "{\\"a\\":\\"C:\\\\x\\"}"';
    expect(form(text)).toBe('cURL (cmd)');
    expect(read(text).body).toBe('{"a":"C:\\\\x"}');
  });

  it('is told by doubled quotes, "^" within quotes, or its prompt', () => {
    expect(read('curl "https://h/" -d "{""a"":""b c""}"').body).toBe('{"a":"b c"}');
    expect(read('C:\\Users\\me> curl "https://h/?a=1&b=2"').url).toBe('https://h/?a=1&b=2');
    const carets = 'curl "https://h/?a=1^&b=2" ^\r\n -d "x"';
    expect(read(carets).url).toBe('https://h/?a=1&b=2');
    expect(notes(carets)).toEqual(['“^” within quotes was read as an escape, as browsers write it.']);
  });

  it('knows the variables that a batch file sets', () => {
    const text = '@echo off\r\nset URL=https://h/\r\nC:\\bin\\curl.exe "%URL%pb" -d "{\\"a\\":1}" ^\r\n -s';
    expect(read(text)).toMatchObject({ url: 'https://h/pb', body: '{"a":1}' });
  });

  it('names variables, and what stands around the command', () => {
    const text = 'curl ^"https://h/?k=%KEY%&x=%2Fa^" -d a=1 > out.txt & echo %DONE%\r\npause';
    expect(notes(text)[0]).toBe('%KEY%, %DONE% were kept as text: their values are not in what was pasted.');
    expect(notes(text).join()).toMatch(/“> out\.txt”.*“& echo %DONE%”.*“pause”/);
  });
});
