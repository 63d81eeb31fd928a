/**
 * The database's shape, one step at a time: migration n leads from version n-1 to n (PRAGMA user_version). A
 * migration that has been released is never edited; a change is a new one at the end.
 */
export const MIGRATIONS: readonly string[] = [
  // 1: what the receiver took in. Large columns last: a list reads rows without touching them. Head and answer
  // are the bytes of the wire; headers are read from them.
  `CREATE TABLE captures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at INTEGER NOT NULL,
    took_us INTEGER NOT NULL,
    state TEXT NOT NULL,
    method TEXT NOT NULL,
    remote TEXT NOT NULL,
    body_length INTEGER NOT NULL,
    answer_status INTEGER,
    attempt_id INTEGER,
    http_version TEXT NOT NULL,
    note TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    target TEXT NOT NULL,
    answer BLOB,
    head BLOB NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX captures_by_attempt ON captures (attempt_id) WHERE attempt_id IS NOT NULL;`,

  // 2: what the simulator did and the outbox. "change" is one counter over all three tables, so that a screen
  // can ask for everything after a number.
  `CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL,
    state TEXT NOT NULL,
    view TEXT NOT NULL
  ) STRICT;
  CREATE TABLE actions (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL,
    run_id INTEGER,
    updated_at INTEGER NOT NULL,
    action TEXT NOT NULL,
    ledger TEXT NOT NULL
  ) STRICT;
  CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL,
    state TEXT NOT NULL,
    run_id INTEGER,
    step INTEGER,
    action_key INTEGER NOT NULL,
    action_id TEXT NOT NULL,
    event TEXT NOT NULL,
    postback TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER,
    template TEXT NOT NULL,
    event_values TEXT NOT NULL,
    request TEXT
  ) STRICT;
  CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT NOT NULL,
    status INTEGER,
    duration_ms REAL,
    next_at INTEGER,
    origin TEXT NOT NULL,
    cause TEXT NOT NULL,
    answer_headers TEXT,
    answer_length INTEGER,
    request BLOB NOT NULL,
    answer_body BLOB
  ) STRICT;
  CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  INSERT INTO counters VALUES ('activity_cleared', 0);
  CREATE INDEX runs_by_change ON runs (change);
  CREATE INDEX actions_by_change ON actions (change);
  CREATE INDEX deliveries_by_change ON deliveries (change);
  CREATE INDEX deliveries_open ON deliveries (state) WHERE state IN ('waiting', 'in-flight');
  CREATE INDEX attempts_by_delivery ON attempts (delivery_id);`,
];
