/**
 * `npm test`. First, side by side, what needs no test to run: types, build, style, lint and layers, unused code. If
 * one of them fails, nothing else starts. Then unit and integration tests, the built desktop and the browser tests, all
 * of them even when one fails. Ends with one line that adds everything up.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './fixtures/browser.ts';
import type { NamedResults } from './named-results.ts';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
const total: Count = { passed: 0, failed: 0, skipped: 0 };

function add(name: string, count: Count): void {
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  process.stdout.write(
    `${name}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n\n`,
  );
}

/** Runs one of the project's programs; true when it ended with 0. What it prints appears as it comes, or is returned. */
async function exec(
  command: string,
  args: readonly string[],
  { env = {}, whole = false }: { env?: NodeJS.ProcessEnv; whole?: boolean } = {},
): Promise<{ good: boolean; output: string }> {
  const child = spawn(join(root, 'node_modules', '.bin', command), args, {
    cwd: root,
    stdio: ['ignore', whole ? 'pipe' : 'inherit', whole ? 'pipe' : 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { good: code === 0, output };
  } catch (error) {
    return { good: false, output: `${output}${String(error)}\n` };
  }
}

/** One step of several that run side by side: its output is printed as a whole when it has ended. */
async function check(name: string, command: string, ...args: string[]): Promise<void> {
  const begun = performance.now();
  const { good, output } = await exec(command, args, { whole: true });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(`> ${command} ${args.join(' ')} (${seconds} s)\n${output}`);
  add(name, { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 });
}

/** What is to be read at the end, where a log may have been cut to it. */
const named: string[] = [];

async function vitest(): Promise<void> {
  const file = join(results, 'vitest.json');
  // As in the browser: a test that depends on the machine's load is tried again, and named.
  const args = ['run', '--retry=1', '--reporter=default', '--reporter=./test/named-results.ts'];
  process.stdout.write(`> vitest ${args.join(' ')}\n`);
  const { good } = await exec('vitest', args, { env: { NAMED_RESULTS: file } });
  try {
    const { passed, skipped, failed, flaky } = JSON.parse(readFileSync(file, 'utf8')) as NamedResults;
    named.push(...failed.map((name) => `failed: ${name}`));
    named.push(...flaky.map((name) => `passed only the second time: ${name}`));
    add('unit and integration', {
      passed,
      failed: failed.length === 0 && !good ? 1 : failed.length,
      skipped,
    });
  } catch {
    add('unit and integration', { passed: 0, failed: 1, skipped: 0 });
  }
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** Runs the Playwright tests of one folder in test/. */
async function playwright(name: string, folder: string): Promise<void> {
  const file = join(results, `${folder}.json`);
  let browser: string;
  try {
    browser = findBrowser();
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    add(name, { passed: 0, failed: 1, skipped: 0 });
    return;
  }
  const args = ['test', '--config', `test/${folder}`, '--reporter=list,json'];
  process.stdout.write(`> playwright ${args.join(' ')}\n`);
  const { good } = await exec('playwright', args, {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, POSTBENCH_TEST_BROWSER: browser },
  });
  try {
    const { expected, unexpected, flaky, skipped } = (
      JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport
    ).stats;
    if (flaky > 0) process.stdout.write(`${flaky} passed only the second time\n`);
    const failed = unexpected === 0 && !good ? 1 : unexpected;
    add(name, { passed: expected + flaky, failed, skipped });
  } catch {
    add(name, { passed: 0, failed: 1, skipped: 0 });
  }
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
await Promise.all([
  check('types', 'tsc', '-b'),
  check('build', 'vite', 'build', '--app', '--logLevel', 'warn'),
  check('style', 'biome', 'check', '.'),
  check('lint and layers', 'oxlint', '--type-aware', '--deny-warnings'),
  check('unused code', 'knip'),
]);
if (total.failed === 0) {
  await vitest();
  await playwright('desktop', 'desktop');
  await playwright('browser', 'e2e');
} else {
  process.stdout.write('No test was started: mend what is named above first.\n');
}

for (const line of named) process.stdout.write(`${line}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
