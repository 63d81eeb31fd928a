import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BIN, ROOT, startNode, temporaryFolder } from '../fixtures/command.ts';

const MARKS = [5_000, 10_000, 20_000];
/** What differs between two looks at the same program. A single kept delivery of 200 bytes would make 3 MB of 15,000. */
const NOISE = 2_500_000;

it('20,000 deliveries keep no more memory than 5,000', async () => {
  using folder = temporaryFolder();
  copyFileSync(join(ROOT, 'shared/examples/postbench.yaml'), join(folder.path, 'postbench.yaml'));
  const track = `{ program: Acme Outdoor, eventType: Purchase, amount: "10.00" }`;
  const half = `    repeat: { times: 10000, over: 2 d, track: ${track} }`;
  const scenario = join(folder.path, 'many.yaml');
  writeFileSync(scenario, `name: Many\nsteps:\n  - at: 0 s\n${half}\n  - at: 3 d\n${half}\n`);

  let requests = 0;
  const report = join(ROOT, 'test/fixtures/heap-report.ts');
  const server = createServer((_request, response) => {
    requests += 1;
    if (!MARKS.includes(requests)) response.end('OK');
    else void measure().then(() => response.end('OK'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const to = `http://127.0.0.1:${port}/pb?id={ActionId}`;
  await using running = startNode([
    '--expose-gc',
    '--import',
    report,
    BIN,
    'run',
    scenario,
    '--to',
    to,
    '--ceiling',
    '100000',
  ]);
  const heaps: number[] = [];
  async function measure(): Promise<void> {
    running.child.kill('SIGUSR2');
    const [, bytes] = await running.says(
      new RegExp(`(?:HEAP \\d+[\\s\\S]*?){${heaps.length}}HEAP (\\d+)\\n`),
    );
    heaps.push(Number(bytes));
  }
  expect(await running.ended, running.err().slice(-2000)).toBe(0);
  server.close();
  expect(requests).toBe(20_000);
  expect(heaps).toHaveLength(MARKS.length);
  expect(Math.max(...heaps) - heaps[0]!).toBeLessThan(NOISE);
}, 120_000);
