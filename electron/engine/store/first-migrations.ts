/** Migrations 1 to 10; see migrations.ts. */
export const FIRST_MIGRATIONS: readonly string[] = [
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

  // 6: the whole world. Lists of actions read columns, not JSON. next_date is when the calendar does something to an
  // action next: locking, then clearing. What was tracked before has no items, no order currency of its own, and
  // clears by the usual rule.
  `ALTER TABLE deliveries ADD COLUMN subject TEXT NOT NULL DEFAULT 'action';
  ALTER TABLE actions ADD COLUMN id TEXT NOT NULL DEFAULT '';
  ALTER TABLE actions ADD COLUMN program_id TEXT NOT NULL DEFAULT '';
  ALTER TABLE actions ADD COLUMN program_name TEXT NOT NULL DEFAULT '';
  ALTER TABLE actions ADD COLUMN event_type TEXT NOT NULL DEFAULT '';
  ALTER TABLE actions ADD COLUMN status TEXT NOT NULL DEFAULT '';
  ALTER TABLE actions ADD COLUMN amount INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN payout INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN currency TEXT NOT NULL DEFAULT '';
  ALTER TABLE actions ADD COLUMN order_id TEXT NOT NULL DEFAULT '';
  ALTER TABLE actions ADD COLUMN sub_id1 TEXT NOT NULL DEFAULT '';
  ALTER TABLE actions ADD COLUMN shared_id TEXT NOT NULL DEFAULT '';
  ALTER TABLE actions ADD COLUMN event_date INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN locking_date INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN next_date INTEGER;
  UPDATE actions SET
    action = json_set(
      json_remove(action, '$.intendedAmount', '$.intendedPayout', '$.program.adId'),
      '$.adId', coalesce(action ->> '$.program.adId', '506720'),
      '$.program.clearingDays', 30,
      '$.items', json('[]'),
      '$.originalAmount', action ->> '$.amount',
      '$.originalCurrency', action ->> '$.program.currency',
      '$.exchangeRate', 1,
      '$.intended', json_object('amount', action ->> '$.intendedAmount', 'payout', action ->> '$.intendedPayout',
        'originalAmount', action ->> '$.intendedAmount', 'items', json('[]')),
      '$.beforeReversal', CASE WHEN json_type(action, '$.beforeReversal') = 'object'
        THEN json_set(action -> '$.beforeReversal', '$.originalAmount', action ->> '$.beforeReversal.amount', '$.items', json('[]'))
        ELSE json('null') END,
      '$.tracking.landingPage', 'https://www.example.com/',
      '$.tracking.propertyId', '',
      '$.clearingDate', NULL,
      '$.clearedDate', NULL),
    ledger = (SELECT json_group_array(json_set(value, '$.originalAmount', value ->> '$.amount')) FROM json_each(ledger))
    WHERE json_type(action, '$.intended') IS NULL;
  UPDATE actions SET
    id = action ->> '$.id',
    program_id = action ->> '$.program.id',
    program_name = action ->> '$.program.name',
    event_type = action ->> '$.eventType.name',
    status = action ->> '$.status',
    amount = action ->> '$.amount',
    payout = action ->> '$.payout',
    currency = action ->> '$.program.currency',
    order_id = action ->> '$.tracking.orderId',
    sub_id1 = action ->> '$.tracking.subId1',
    shared_id = action ->> '$.tracking.sharedId',
    event_date = action ->> '$.eventDate',
    locking_date = action ->> '$.lockingDate',
    entries = json_array_length(ledger),
    next_date = CASE action ->> '$.status' WHEN 'PENDING' THEN action ->> '$.lockingDate' END;
  CREATE INDEX actions_by_run ON actions (run_id);
  CREATE INDEX actions_by_date ON actions (next_date) WHERE run_id IS NULL AND next_date IS NOT NULL;
  CREATE TABLE clicks (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL,
    run_id INTEGER,
    link TEXT NOT NULL,
    click TEXT NOT NULL
  ) STRICT;
  CREATE TABLE inquiries (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL,
    run_id INTEGER,
    inquiry TEXT NOT NULL
  ) STRICT;
  CREATE TABLE catalogs (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL,
    program TEXT NOT NULL,
    program_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    items INTEGER NOT NULL,
    in_stock INTEGER NOT NULL,
    UNIQUE (program_id, id)
  ) STRICT;
  CREATE TABLE catalog_items (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    catalog_key INTEGER NOT NULL,
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    price INTEGER NOT NULL,
    stock TEXT NOT NULL,
    removed INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    item TEXT NOT NULL,
    UNIQUE (catalog_key, sku)
  ) STRICT;
  CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    what TEXT NOT NULL
  ) STRICT;
  CREATE INDEX clicks_by_change ON clicks (change);
  CREATE INDEX inquiries_by_change ON inquiries (change);
  CREATE INDEX catalogs_by_change ON catalogs (change);`,

  // 7: less to write for each attempt. What was true at an event is kept once, beside its deliveries; attempts about
  // to leave are rows of many (see attempt-starts.ts); sent_to is the URL that stands in for a postback's own, which is a file
  // of a workspace; ids of attempts are given out without a table of their own.
  `CREATE TABLE event_values (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  INSERT INTO event_values SELECT id, event_values FROM deliveries;
  ALTER TABLE deliveries ADD COLUMN values_id INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE deliveries ADD COLUMN payout TEXT;
  UPDATE deliveries SET values_id = id, payout = event_values ->> '$.Payout';
  ALTER TABLE deliveries DROP COLUMN event_values;
  ALTER TABLE deliveries ADD COLUMN sent_to TEXT;
  ALTER TABLE deliveries ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
  CREATE TABLE starts (id INTEGER PRIMARY KEY, attempts TEXT NOT NULL, requests BLOB NOT NULL) STRICT;
  INSERT INTO counters SELECT 'last_attempt', coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'attempts';
  CREATE TABLE attempts_new (
    id INTEGER PRIMARY KEY,
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT NOT NULL,
    status INTEGER,
    duration_ms REAL,
    connect_ms REAL,
    first_byte_ms REAL,
    next_at INTEGER,
    rate_wait_ms INTEGER NOT NULL,
    maintenance_wait_ms INTEGER NOT NULL,
    intended TEXT NOT NULL,
    next_sentence TEXT NOT NULL DEFAULT '',
    next_parts TEXT NOT NULL DEFAULT '[]',
    origin TEXT NOT NULL,
    cause TEXT NOT NULL DEFAULT '',
    answer_headers TEXT,
    answer_length INTEGER,
    request BLOB NOT NULL,
    answer_body BLOB
  ) STRICT;
  INSERT INTO attempts_new SELECT id, delivery_id, number, due_at, sent_at, ended_at, outcome, status, duration_ms,
    connect_ms, first_byte_ms, next_at, rate_wait_ms, maintenance_wait_ms, intended, next_sentence, next_parts, origin,
    cause, answer_headers, answer_length, request, answer_body FROM attempts;
  DROP TABLE attempts;
  ALTER TABLE attempts_new RENAME TO attempts;
  CREATE INDEX attempts_by_delivery ON attempts (delivery_id);`,

  // 8: postbacks are switched off in their workspace: two of them may have the same file. Of those switched off before,
  // it is that of their latest delivery by hand.
  `CREATE TABLE switched_off_new (
    workspace TEXT NOT NULL,
    postback TEXT NOT NULL,
    at INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    PRIMARY KEY (workspace, postback)
  ) STRICT;
  INSERT INTO switched_off_new SELECT coalesce((SELECT workspace FROM deliveries d
    WHERE d.postback = s.postback AND d.run_id IS NULL ORDER BY d.id DESC LIMIT 1), ''), postback, at, sentence
    FROM switched_off s;
  DROP TABLE switched_off;
  ALTER TABLE switched_off_new RENAME TO switched_off;`,

  // 9: captures by their place in the list, whichever of them are missing: how many there are of each 512 ids, but for
  // those of the newest. The number that counts removals begins at random, so that a screen knows one store from another.
  `CREATE TABLE capture_blocks (block INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT;
  INSERT INTO capture_blocks SELECT id / 512, count(*) FROM captures
    WHERE id < (SELECT max(id) FROM captures) / 512 * 512 GROUP BY id / 512;
  INSERT INTO counters VALUES ('captures_revision', abs(random() % 4503599627370496));`,

  // 10: a request is kept with its secrets unresolved, and where they are, with a fingerprint of each value.
  "ALTER TABLE attempts ADD COLUMN secrets TEXT NOT NULL DEFAULT '[]';",
];
