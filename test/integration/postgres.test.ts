import { execFileSync, type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTION_RULE_CODE } from '../../shared/checks/remedies/action-rule.ts';
import type { CheckReport } from '../../shared/checks/report.ts';
import { BIN, startNode, temporaryFolder } from '../fixtures/command.ts';
import { type Receiver, startReceiver } from '../fixtures/receivers/receiver.ts';
import type { Params } from '../fixtures/receivers/right.ts';

/** Folder of PostgreSQL's programs: Debian's, or that of the PATH; undefined without one. */
function programsFolder(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const found = versions
    .map((version) => join(debian, version, 'bin'))
    .find((path) => existsSync(join(path, 'initdb')));
  if (found !== undefined) return found;
  const which = spawnSync('which', ['initdb'], { encoding: 'utf8' });
  return which.status === 0 ? join(which.stdout.trim(), '..') : undefined;
}

const programs = programsFolder();
if (programs === undefined)
  console.warn('NOT TESTED: PostgreSQL, since it is not installed here (Debian: postgresql).');

/** PostgreSQL refuses to run as root: then it runs as a user without rights. */
function otherUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

const TABLES = `
CREATE TABLE actions (id text PRIMARY KEY, status text NOT NULL, payout numeric(18, 2) NOT NULL, last text);
CREATE TABLE applied (id text, bytes text, PRIMARY KEY (id, bytes));
CREATE TABLE kept (id text, bytes text, PRIMARY KEY (id, bytes));`;

describe.runIf(programs !== undefined)('with records in PostgreSQL', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let pool: pg.Pool;
  let server: ReturnType<typeof spawn>;
  const asUser: SpawnSyncOptions = { ...otherUser(), stdio: 'ignore' };

  beforeAll(async () => {
    folder = temporaryFolder();
    const { path } = folder;
    if (asUser.uid !== undefined && asUser.gid !== undefined) chownSync(path, asUser.uid, asUser.gid);
    const data = join(path, 'pg');
    const made = spawnSync(
      join(programs!, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8'],
      { ...asUser, cwd: path },
    );
    expect(made.status).toBe(0);
    // A socket in its own folder: no port that anybody else could use.
    server = spawn(
      join(programs!, 'postgres'),
      ['-D', data, '-k', path, '-c', 'listen_addresses=', '-c', 'fsync=off'],
      { ...asUser, cwd: path },
    );
    pool = new pg.Pool({ host: path, user: 'postgres', database: 'postgres', max: 20 });
    // A connection that is still idle when the server ends is not a failure.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    for (;;) {
      try {
        await pool.query(TABLES);
        break;
      } catch (error) {
        if (server.exitCode !== null) throw error;
        await wait(50);
      }
    }
    const state = join(path, 'state.sh');
    writeFileSync(
      state,
      `#!/bin/sh\necho "SELECT row_to_json(a) FROM (SELECT id, status, payout::text FROM actions WHERE id = :'id') a" | psql -h '${path}' -U postgres -At -v id="$1"\n`,
    );
    chmodSync(state, 0o755);
  });

  afterAll(async () => {
    await pool.end();
    const ended = new Promise((resolve) => server.once('exit', resolve));
    // A fast shutdown.
    server.kill('SIGINT');
    await ended;
    folder[Symbol.dispose]();
  });

  async function check(
    receiver: Receiver,
    ...args: string[]
  ): Promise<{ code: number | string; report: CheckReport }> {
    await pool.query('TRUNCATE actions, applied, kept');
    const started = await startReceiver(receiver);
    try {
      const running = startNode(
        [
          BIN,
          'check',
          '--data-dir',
          join(folder.path, 'data'),
          '--to',
          `${started.origin}/postback`,
          '--state-command',
          './state.sh {ActionId}',
          '--settle',
          '1s',
          '--json',
          ...args,
        ],
        {},
        folder.path,
      );
      const code = await running.ended;
      return { code, report: JSON.parse(running.out()) as CheckReport };
    } finally {
      await started.close();
    }
  }

  /** The remedy's SQL, with the types that PostgreSQL wants to know. */
  const SQL = ACTION_RULE_CODE.SQL!.replace(/--.*$/gm, '')
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const TYPES: Record<string, string> = { payout: 'numeric', delta: 'numeric' };

  async function take(client: pg.PoolClient, p: Params): Promise<void> {
    const bytes = JSON.stringify(p);
    const values: Record<string, string> = {
      id: p['ActionId']!,
      status: p['Status']!,
      payout: p['Payout']!,
      delta: p['DeltaPayout']!,
      bytes,
    };
    let changed = 0;
    for (const [index, statement] of SQL.entries()) {
      const names: string[] = [];
      const text = statement.replace(/:(\w+)/g, (_all, name: string) => {
        if (!names.includes(name)) names.push(name);
        return `$${names.indexOf(name) + 1}::${TYPES[name] ?? 'text'}`;
      });
      const { rowCount } = await client.query(
        text,
        names.map((name) => values[name]),
      );
      if (index < 2) changed += rowCount ?? 0;
    }
    if (changed === 0) return;
    const { rows } = await client.query<{ bytes: string }>('DELETE FROM kept WHERE id = $1 RETURNING bytes', [
      values['id'],
    ]);
    for (const kept of rows) await take(client, JSON.parse(kept.bytes) as Params);
  }

  it('a receiver by the rule of the remedy is money-safe', async () => {
    const { code, report } = await check(
      {
        postback: async ({ params }) => {
          if ((params['ActionId'] ?? '') === '') return { status: 400 };
          const client = await pool.connect();
          try {
            await client.query('BEGIN');
            await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [params['ActionId']]);
            await take(client, params);
            await client.query('COMMIT');
            return { status: 200 };
          } finally {
            client.release();
          }
        },
        state: () => undefined,
      },
      '--explore',
      '30',
    );
    expect(report.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(report.summary).toMatchObject({ headline: 'Money-safe', moneyJudged: true });
    expect(code).toBe(0);
  });

  it('one that adds on conflict is found, with the sum that it booked', async () => {
    const { code, report } = await check({
      postback: async ({ params }) => {
        await pool.query(
          'INSERT INTO actions (id, status, payout) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET status = EXCLUDED.status, payout = actions.payout + EXCLUDED.payout',
          [params['ActionId'], params['Status'], params['Payout']],
        );
        return { status: 200 };
      },
      state: () => undefined,
    });
    const [first] = report.summary.defects;
    expect(first).toMatchObject({ id: 'adds', costsMoney: true });
    expect(Number(first?.worst?.receiver)).toBeGreaterThan(Number(first?.worst?.platform));
    expect(code).toBe(1);
  });
});
