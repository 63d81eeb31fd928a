/**
 * `npm test`: types, build, lint, layers, unit, integration and browser tests, one after another; all of them run
 * even when one fails. Ends with one line that adds everything up.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './fixtures/browser.ts';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const total: Count = { passed: 0, failed: 0, skipped: 0 };

function add(name: string, count: Count): void {
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  process.stdout.write(
    `${name}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n\n`,
  );
}

function exec(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  process.stdout.write(`> ${command} ${args.join(' ')}\n`);
  const { status } = spawnSync(join(root, 'node_modules', '.bin', command), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  return status === 0;
}

function check(name: string, command: string, ...args: string[]): void {
  const good = exec(command, args);
  add(name, { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 });
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
}

function vitest(): void {
  const file = join(results, 'vitest.json');
  const good = exec('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
    const failed = report.numFailedTests + (report.numFailedTests === 0 && !good ? 1 : 0);
    add('unit and integration', {
      passed: report.numPassedTests,
      failed,
      skipped: report.numPendingTests + report.numTodoTests,
    });
  } catch {
    add('unit and integration', { passed: 0, failed: 1, skipped: 0 });
  }
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

function browserTests(): void {
  const file = join(results, 'playwright.json');
  let browser: string;
  try {
    browser = findBrowser();
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    add('browser', { passed: 0, failed: 1, skipped: 0 });
    return;
  }
  const good = exec('playwright', ['test', '--config', 'test/e2e', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    POSTBENCH_TEST_BROWSER: browser,
  });
  try {
    const { expected, unexpected, flaky, skipped } = (
      JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport
    ).stats;
    if (flaky > 0) process.stdout.write(`${flaky} passed only the second time\n`);
    const failed = unexpected === 0 && !good ? 1 : unexpected;
    add('browser', { passed: expected + flaky, failed, skipped });
  } catch {
    add('browser', { passed: 0, failed: 1, skipped: 0 });
  }
}

check('types', 'tsc', '-b');
check('build', 'vite', 'build', '--app', '--logLevel', 'warn');
check('style', 'biome', 'check', '.');
check('lint and layers', 'oxlint', '--type-aware', '--deny-warnings');
check('unused code', 'knip');
vitest();
browserTests();

process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
