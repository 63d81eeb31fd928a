import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CapturesOptions, captures } from '../../electron/cli/captures.ts';
import { readRequests } from '../../shared/template/import/read-requests.ts';
import { RawClient } from '../fixtures/raw-client.ts';
import { ReceiverRig } from '../fixtures/receiver-rig.ts';

const require = createRequire(import.meta.url);

/** What `captures` prints, all lines as one text. */
function printed(options: CapturesOptions): string {
  const lines: string[] = [];
  const io = {
    out: (line: string) => lines.push(line),
    err: () => undefined,
    print: () => Promise.resolve(true),
    signal: new AbortController().signal,
    terminal: false,
  };
  expect(captures(options, io)).toBe(0);
  return lines.join('\n');
}

async function send(
  rig: ReceiverRig,
  target: string,
  body: Buffer | string,
  type = 'text/plain',
): Promise<void> {
  const bytes = Buffer.from(body);
  const client = await RawClient.open(rig.port);
  const head = `POST ${target} HTTP/1.1\r\nHost: rx.example\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n`;
  client.socket.end(Buffer.concat([Buffer.from(head), bytes]));
  await client.closed;
}

interface Entry {
  request: { url: string; postData?: { text: string; encoding?: string } };
  response: { status: number };
}

describe('captures --export har', () => {
  const BODIES = [
    ['/json?a=1&a=2', '{"id":"Zo\u00eb"}', 'application/json'],
    ['/binary', Buffer.from([0, 255, 1, 254]), 'application/octet-stream'],
    ['/empty', '', 'text/plain'],
    ['/bom', Buffer.from('\ufefftext'), 'text/plain'],
  ] as const;

  it('is valid HAR 1.2 by the schemas of another project, and loses no byte', async () => {
    await using rig = await ReceiverRig.start({ statuses: [200, 503] });
    for (const [target, body, type] of BODIES) await send(rig, target, body, type);
    const client = await RawClient.open(rig.port);
    client.socket.end('GET /cut HTTP/1.1\r\nHo');
    await rig.captured(5);
    const file = JSON.parse(printed({ dataDir: rig.folder.path, export: 'har' })) as {
      log: { entries: Entry[] };
    };
    const schemas = require('har-schema') as Record<string, object>;
    const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false });
    for (const [name, schema] of Object.entries(schemas)) {
      const { $schema: _draft, ...rest } = schema as { $schema?: string };
      ajv.addSchema(rest, `${name}.json`);
    }
    expect(ajv.validate('har.json', file), JSON.stringify(ajv.errors)).toBe(true);
    const { entries } = file.log;
    expect(entries.map(({ response }) => response.status)).toEqual([200, 503, 503, 503, 0]);
    BODIES.forEach(([target, body], index) => {
      const { url, postData } = entries[index]!.request;
      expect(url).toBe(`http://rx.example${target}`);
      const sent =
        postData === undefined
          ? ''
          : Buffer.from(postData.text, postData.encoding === 'base64' ? 'base64' : 'utf8');
      expect(Buffer.from(sent)).toEqual(Buffer.from(body));
    });
  });

  it('is read again by the import of requests', async () => {
    await using rig = await ReceiverRig.start();
    await send(rig, '/pb?id=1', '{"a":1}', 'application/json');
    const { entries } = readRequests(printed({ dataDir: rig.folder.path, export: 'har' }));
    expect(entries[0]!.read().request).toMatchObject({
      method: 'POST',
      url: 'http://rx.example/pb?id=1',
      body: '{"a":1}',
    });
  });

  it('of nothing is a HAR without entries', async () => {
    await using rig = await ReceiverRig.start();
    expect(JSON.parse(printed({ dataDir: rig.folder.path, export: 'har' }))).toMatchObject({
      log: { version: '1.2', entries: [] },
    });
  });
});

describe('captures --export csv and jsonl', () => {
  it('gives rows that another reader reads, with no cell that a spreadsheet would run', async () => {
    await using rig = await ReceiverRig.start();
    const body = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', '"', ',', '\n', ';', '\t', '\r', 'a', '1', 'é'),
    });
    const bodies = [
      '=cmd|" /C calc"!A0',
      '@SUM(1)',
      'a,"b"\nc',
      '-1+1',
      ...fc.sample(body, { seed: 7, numRuns: 30 }),
    ];
    for (const [index, text] of bodies.entries()) await send(rig, `/pb?n=${index}`, text);
    const rows = parse(printed({ dataDir: rig.folder.path, export: 'csv' }), { columns: true }) as Record<
      string,
      string
    >[];
    expect(rows.map(({ url }) => url)).toEqual(
      bodies.map((_body, index) => `http://rx.example/pb?n=${index}`),
    );
    for (const [index, row] of rows.entries()) {
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      // A lone CR would overwrite a line of a terminal.
      const plain = bodies[index]!.replace(/\r(?!\n)/g, '\\x0d');
      expect(row.body).toBe(/^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain);
    }
  });

  it('gives the lines of --json as jsonl, of those that are searched', async () => {
    await using rig = await ReceiverRig.start();
    await send(rig, '/one', 'x');
    await send(rig, '/two', 'y');
    const options = { dataDir: rig.folder.path, search: 'two' };
    expect(printed({ ...options, export: 'jsonl' })).toBe(printed({ ...options, json: true }));
    expect(parse(printed({ ...options, export: 'csv' }), { columns: true })).toMatchObject([
      { id: '2', status: '200' },
    ]);
  });
});
