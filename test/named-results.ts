import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Tests by what became of them, as `npm test` names them at its end. */
export interface NamedResults {
  passed: number;
  skipped: number;
  /** Each with the first line of what was wrong. */
  failed: string[];
  /** Those that passed only at another try. */
  flaky: string[];
}

/** Writes the names of the tests that failed, and of those that passed only at another try, to `NAMED_RESULTS`. */
export default class NamedResultsReporter implements Reporter {
  readonly #results: NamedResults = { passed: 0, skipped: 0, failed: [], flaky: [] };

  onTestCaseResult(test: TestCase): void {
    const { state, errors = [] } = test.result();
    const name = `${test.module.relativeModuleId} > ${test.fullName}`;
    if (state === 'skipped') this.#results.skipped += 1;
    else if (state === 'passed') {
      this.#results.passed += 1;
      if (test.diagnostic()?.flaky) this.#results.flaky.push(name);
    } else this.#results.failed.push(`${name}: ${firstLine(errors)}`);
  }

  /** A file that could not be run at all has no test that failed. */
  onTestModuleEnd(module: TestModule): void {
    const errors = module.errors();
    if (errors.length > 0) this.#results.failed.push(`${module.relativeModuleId}: ${firstLine(errors)}`);
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly { message: string }[]): void {
    if (errors.length > 0) this.#results.failed.push(`outside of all tests: ${firstLine(errors)}`);
    writeFileSync(process.env['NAMED_RESULTS']!, JSON.stringify(this.#results));
  }
}

const firstLine = (errors: readonly { message: string }[]) => errors[0]?.message.split('\n')[0] ?? '';
