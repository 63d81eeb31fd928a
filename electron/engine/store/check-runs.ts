import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CheckConfig } from '../../../shared/checks/config.ts';
import type { CheckReport } from '../../../shared/checks/report.ts';
import type { CheckRunView } from '../../../shared/contract/checks.ts';

/** Runs that are kept; the oldest go first. */
const KEPT = 200;

/** What a run of checks was asked for, so that it can be resumed. */
export interface AskedChecks {
  config: CheckConfig;
  only: readonly string[];
  explore: number;
}

/** Runs of checks with their reports, in the store. Secrets are masked in a report before it comes here. */
export class CheckRuns {
  readonly #statements: Record<
    'insert' | 'update' | 'list' | 'report' | 'asked' | 'running' | 'remove' | 'trim',
    StatementSync
  >;

  constructor(database: DatabaseSync) {
    this.#statements = {
      insert: database.prepare(
        'INSERT INTO check_runs (workspace, config, view, report) VALUES (?, ?, ?, ?) RETURNING id',
      ),
      update: database.prepare('UPDATE check_runs SET view = ?, report = ? WHERE id = ?'),
      list: database.prepare('SELECT id, view FROM check_runs WHERE workspace = ? ORDER BY id DESC'),
      asked: database.prepare('SELECT config FROM check_runs WHERE id = ?'),
      report: database.prepare('SELECT report FROM check_runs WHERE id = ?'),
      running: database.prepare("SELECT id FROM check_runs WHERE view ->> 'state' = 'running'"),
      remove: database.prepare('DELETE FROM check_runs WHERE id = ?'),
      trim: database.prepare('DELETE FROM check_runs WHERE id <= (SELECT max(id) FROM check_runs) - ?'),
    };
  }

  /** Stores a run with what was asked for; returns its id. */
  add(workspace: string, asked: AskedChecks, report: CheckReport): number {
    const { id } = this.#statements.insert.get(
      workspace,
      JSON.stringify(asked),
      JSON.stringify(viewOf(report)),
      JSON.stringify(report),
    ) as { id: number };
    this.#statements.trim.run(KEPT);
    return id;
  }

  update(id: number, report: CheckReport): void {
    this.#statements.update.run(JSON.stringify(viewOf(report)), JSON.stringify(report), id);
  }

  /** Runs of a workspace, the newest first. */
  list(workspace: string): CheckRunView[] {
    const rows = this.#statements.list.all(workspace) as { id: number; view: string }[];
    return rows.map(({ id, view }) => ({ ...(JSON.parse(view) as Omit<CheckRunView, 'id'>), id }));
  }

  report(id: number): CheckReport | undefined {
    const row = this.#statements.report.get(id) as { report: string } | undefined;
    return row && (JSON.parse(row.report) as CheckReport);
  }

  /** What was asked for in a run; undefined where it is gone. */
  asked(id: number): AskedChecks | undefined {
    const row = this.#statements.asked.get(id) as { config: string } | undefined;
    return row && (JSON.parse(row.config) as AskedChecks);
  }

  remove(id: number): boolean {
    return Number(this.#statements.remove.run(id).changes) > 0;
  }

  /** What was under way when the engine ended is over: it keeps what it found. Called once, when the store opens. */
  endInterrupted(): void {
    for (const { id } of this.#statements.running.all() as { id: number }[]) {
      const report = this.report(id)!;
      this.update(id, { ...report, state: 'cancelled', problem: 'Postbench was closed during this run.' });
    }
  }
}

/** A report without its results. */
export function viewOf({
  runId,
  startedAt,
  tookMs,
  state,
  target,
  probe,
  summary,
}: CheckReport): Omit<CheckRunView, 'id'> {
  return { runId, startedAt, tookMs, state, target, probe, summary };
}
