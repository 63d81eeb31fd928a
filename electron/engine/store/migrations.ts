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

  // 3: sending under the platform's rules. What a postback says is kept once, not with each of its deliveries.
  `CREATE TABLE templates (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
  INSERT INTO templates (text) SELECT DISTINCT template FROM deliveries;
  ALTER TABLE deliveries ADD COLUMN template_id INTEGER NOT NULL DEFAULT 0;
  UPDATE deliveries SET template_id = (SELECT id FROM templates WHERE text = deliveries.template);
  ALTER TABLE deliveries DROP COLUMN template;
  ALTER TABLE deliveries ADD COLUMN processing_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE deliveries ADD COLUMN minimum_delay_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE deliveries ADD COLUMN intended TEXT NOT NULL DEFAULT '';
  ALTER TABLE deliveries ADD COLUMN seed INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE deliveries ADD COLUMN seed_key TEXT NOT NULL DEFAULT '';
  ALTER TABLE deliveries ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE deliveries ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
  UPDATE deliveries SET
    attempts = (SELECT count(*) FROM attempts WHERE delivery_id = deliveries.id),
    failures = (SELECT count(*) FROM attempts WHERE delivery_id = deliveries.id
      AND outcome NOT IN ('in-flight', 'delivered', 'unknown'));
  ALTER TABLE attempts ADD COLUMN rate_wait_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE attempts ADD COLUMN maintenance_wait_ms INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE attempts ADD COLUMN intended TEXT NOT NULL DEFAULT '';
  ALTER TABLE attempts ADD COLUMN connect_ms REAL;
  ALTER TABLE attempts ADD COLUMN first_byte_ms REAL;
  ALTER TABLE attempts ADD COLUMN next_sentence TEXT NOT NULL DEFAULT '';
  ALTER TABLE attempts ADD COLUMN next_parts TEXT NOT NULL DEFAULT '[]';
  CREATE TABLE maintenance (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL,
    run_id INTEGER,
    announced_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER
  ) STRICT;
  DROP INDEX deliveries_open;
  CREATE INDEX deliveries_open ON deliveries (id) WHERE state IN ('waiting', 'in-flight');
  CREATE INDEX maintenance_by_change ON maintenance (change);
  CREATE INDEX deliveries_by_run ON deliveries (run_id);`,

  // 4: retries repeat the bytes of the first attempt, which are kept with it.
  `ALTER TABLE deliveries DROP COLUMN request;`,

  // 5: postbacks that a profile switched off for work by hand; a run's own end with it.
  `CREATE TABLE switched_off (
    postback TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    sentence TEXT NOT NULL
  ) STRICT;`,
];
