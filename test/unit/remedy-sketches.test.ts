import { spawnSync } from 'node:child_process';
import { stripTypeScriptTypes } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ACTION_RULE_CODE, UPDATE_DATE_CODE } from '../../shared/checks/remedies/action-rule.ts';
import { MONEY_CODE } from '../../shared/checks/remedies/sketches.ts';

/** A postback as sketches read it; money in cents. */
interface Postback {
  actionId: string;
  status: string;
  payout: number;
  deltaPayout: number;
  updateDate: string;
}

const at = (second: number) => `2026-05-12T14:00:0${second}-07:00`;
const of = (status: string, payout: number, deltaPayout: number, second: number): Postback => ({
  actionId: 'a',
  status,
  payout,
  deltaPayout,
  updateDate: at(second),
});
const CREATION = of('PENDING', 1_200, 1_200, 0);
const MODIFICATION = of('PENDING', 800, -400, 2);
const REVERSAL = of('REVERSED', 0, -800, 4);

interface Record_ {
  status: string;
  payout: number;
}
/** Takes postbacks in an order and says what is on record then. */
type Play = (postbacks: readonly Postback[]) => Record_;

const reversed: Record_ = { status: 'REVERSED', payout: 0 };
const modified: Record_ = { status: 'PENDING', payout: 800 };

/** Arrivals, and what any right receiver has in the end. */
const ORDERS: [string, Postback[], Record_][] = [
  ['creation, modification, reversal', [CREATION, MODIFICATION, REVERSAL], reversed],
  ['a duplicate of the creation at once', [CREATION, CREATION, MODIFICATION], modified],
  [
    'a duplicate of the creation after the modification, and a reversal',
    [CREATION, MODIFICATION, CREATION, REVERSAL],
    reversed,
  ],
  ['a duplicate of the creation after the modification', [CREATION, MODIFICATION, CREATION], modified],
  ['a duplicate of the modification', [CREATION, MODIFICATION, MODIFICATION], modified],
  ['a duplicate of the reversal', [CREATION, MODIFICATION, REVERSAL, REVERSAL], reversed],
  ['the modification first', [MODIFICATION, CREATION], modified],
  ['the reversal before the modification', [CREATION, REVERSAL, MODIFICATION], reversed],
  ['the reversal first', [REVERSAL, CREATION, MODIFICATION], reversed],
  ['everything the other way round', [REVERSAL, MODIFICATION, CREATION], reversed],
  [
    'everything the other way round, twice',
    [REVERSAL, MODIFICATION, REVERSAL, MODIFICATION, CREATION],
    reversed,
  ],
];

const bytesOf = (postback: Postback) => JSON.stringify(postback);

/** What the sketches in TypeScript and Python are given as a database. */
const DB = `class Db {
  rows = new Map(); applied = new Set(); kept = new Map();
  find(id) { return this.rows.get(id); }
  save(id, row) { this.rows.set(id, row); }
  markApplied(id, bytes) { this.applied.add(id + bytes); }
  wasApplied(id, bytes) { return this.applied.has(id + bytes); }
  keep(id, q, bytes) { this.kept.set(id, [...(this.kept.get(id) ?? []), { q, bytes }]); }
  takeKept(id) { const kept = this.kept.get(id) ?? []; this.kept.delete(id); return kept; }
}`;

const PY_DB = `
import json, sys
class Db:
    def __init__(self): self.rows, self.applied, self.kept = {}, set(), {}
    def find(self, id): return self.rows.get(id)
    def save(self, id, payout, status, last): self.rows[id] = {"payout": payout, "status": status, "last": last}
    def mark_applied(self, id, request): self.applied.add((id, request))
    def was_applied(self, id, request): return (id, request) in self.applied
    def keep(self, id, q, request): self.kept.setdefault(id, []).append((q, request))
    def take_kept(self, id): return self.kept.pop(id, [])
`;

function runTypeScript(code: string): unknown {
  return runInThisContext(stripTypeScriptTypes(`(() => {${code}})()`)) as unknown;
}

/** Statements of an SQL sketch. */
const statements = (sql: string) =>
  sql
    .replace(/--.*$/gm, '')
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '');

function runSql(database: DatabaseSync, sql: string, values: Record<string, string | number>): number[] {
  return statements(sql).map((statement) => {
    const named = Object.fromEntries(
      Object.entries(values).filter(([name]) => statement.includes(`:${name}`)),
    );
    return Number(database.prepare(statement).run(named).changes);
  });
}

const ruleInTypeScript: Play = (postbacks) =>
  runTypeScript(`${DB}
${ACTION_RULE_CODE.TypeScript!}
const db = new Db();
for (const q of ${JSON.stringify(postbacks)}) take(db, q, JSON.stringify(q));
const { status, payout } = db.find('a');
return { status, payout };`) as Record_;

const ruleInSql: Play = (postbacks) => {
  const database = new DatabaseSync(':memory:');
  database.exec(
    'CREATE TABLE actions (id TEXT PRIMARY KEY, status TEXT, payout INTEGER, last TEXT); CREATE TABLE applied (id TEXT, bytes TEXT, PRIMARY KEY (id, bytes)); CREATE TABLE kept (id TEXT, bytes TEXT, PRIMARY KEY (id, bytes));',
  );
  const take = (postback: Postback): void => {
    const { actionId: id, status, payout, deltaPayout: delta } = postback;
    const changes = runSql(database, ACTION_RULE_CODE.SQL!, {
      id,
      status,
      payout,
      delta,
      bytes: bytesOf(postback),
    });
    if (changes[0] === 0 && changes[1] === 0) return;
    const kept = database.prepare('SELECT bytes FROM kept WHERE id = ?').all(id) as { bytes: string }[];
    for (const { bytes } of kept) {
      database.prepare('DELETE FROM kept WHERE id = ? AND bytes = ?').run(id, bytes);
      take(JSON.parse(bytes) as Postback);
    }
  };
  for (const postback of postbacks) take(postback);
  return { ...(database.prepare('SELECT status, payout FROM actions').get() as unknown as Record_) };
};

const dateInTypeScript: Play = (postbacks) =>
  runTypeScript(`const rows = new Map();
const db = { find: (id) => rows.get(id), save: (q) => rows.set(q.actionId, q) };
for (const q of ${JSON.stringify(postbacks)}) {
${UPDATE_DATE_CODE.TypeScript!}
}
const { status, payout } = rows.get('a');
return { status, payout };`) as Record_;

const dateInSql: Play = (postbacks) => {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE actions (id TEXT PRIMARY KEY, status TEXT, payout INTEGER, updated TEXT)');
  for (const { actionId: id, status, payout, updateDate: updated } of postbacks)
    runSql(database, UPDATE_DATE_CODE.SQL!, { id, status, payout, updated });
  return { ...(database.prepare('SELECT status, payout FROM actions').get() as unknown as Record_) };
};

const indented = (code: string) => code.replace(/^/gm, '        ');
/** Plays all orders in one process, since Python takes long to start. */
function python(code: string): Record_[] {
  const input = JSON.stringify(ORDERS.map(([, postbacks]) => postbacks));
  const { stdout, stderr } = spawnSync('python3', ['-c', `${PY_DB}${code}`], { input, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Record_[];
}
const PY_READ = `
def read(p): return {"action_id": p["actionId"], "status": p["status"], "payout": p["payout"], "delta_payout": p["deltaPayout"], "update_date": p["updateDate"]}
orders = [[read(p) for p in order] for order in json.load(sys.stdin)]
def shown(row): return {"status": row["status"], "payout": row["payout"]}
`;
const ruleInPython = () =>
  python(`${PY_READ}${ACTION_RULE_CODE.Python!}
def play(postbacks):
    db = Db()
    for q in postbacks: take(db, q, json.dumps(q))
    return shown(db.find("a"))
print(json.dumps([play(order) for order in orders]))`);
const dateInPython = () =>
  python(`${PY_READ}
from datetime import datetime
parse = datetime.fromisoformat
class Rows:
    def __init__(self): self.rows = {}
    def find(self, id): return self.rows.get(id)
    def save(self, q): self.rows[q["action_id"]] = q
def play(postbacks):
    db = Rows()
    for q in postbacks:
${indented(UPDATE_DATE_CODE.Python!)}
    return shown(db.find("a"))
print(json.dumps([play(order) for order in orders]))`);

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('NOT TESTED: the sketches in Python, since there is no python3 here.');

describe.each([
  ['the rule by DeltaPayout in TypeScript', ruleInTypeScript],
  ['the rule by DeltaPayout in SQL', ruleInSql],
  ['the rule by UpdateDate in TypeScript', dateInTypeScript],
  ['the rule by UpdateDate in SQL', dateInSql],
])('%s ends as the platform says after', (_name, play) => {
  it.each(ORDERS)('%s', (_order, postbacks, record) => {
    expect(play(postbacks)).toEqual(record);
  });
});

it.runIf(hasPython).each([
  ['the rule by DeltaPayout in Python', ruleInPython],
  ['the rule by UpdateDate in Python', dateInPython],
])('%s ends as the platform says after every order', (_name, play) => {
  expect(play()).toEqual(ORDERS.map(([, , record]) => record));
});

describe('a restore', () => {
  const RESTORE = of('PENDING', 800, 800, 6);

  it.each([
    ['TypeScript', ruleInTypeScript],
    ['SQL', ruleInSql],
  ])('after a modification brings the action back, and its duplicate changes nothing: %s', (_name, play) => {
    expect(play([CREATION, MODIFICATION, REVERSAL, RESTORE, RESTORE])).toEqual(modified);
  });
});

it('money is read without a float', () => {
  const cents = runTypeScript(
    `${MONEY_CODE.TypeScript!}\nreturn ['12.34', '12', '0.10', '90071992547409.93', '-4.00'].map((text) => String(cents(text)));`,
  );
  expect(cents).toEqual(['1234', '1200', '10', '9007199254740993', '-400']);
});
