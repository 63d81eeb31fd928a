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

  // 11: less to write for each action. What many actions have in common is kept once; what a column says is not said
  // by JSON as well, which holds the rest.
  `CREATE TABLE action_terms (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
  ALTER TABLE actions ADD COLUMN terms_id INTEGER NOT NULL DEFAULT 0;
  CREATE TEMP TABLE terms_of AS SELECT key, json_object('program', action -> '$.program', 'adId', action -> '$.adId',
    'eventType', action -> '$.eventType', 'partner', action -> '$.partner', 'originalCurrency', action -> '$.originalCurrency',
    'exchangeRate', action -> '$.exchangeRate', 'landingPage', action -> '$.tracking.landingPage') AS text FROM actions;
  INSERT INTO action_terms (text) SELECT DISTINCT text FROM terms_of;
  CREATE UNIQUE INDEX temp.terms_by_key ON terms_of (key);
  UPDATE actions SET
    terms_id = (SELECT t.id FROM terms_of o JOIN action_terms t ON t.text = o.text WHERE o.key = actions.key),
    action = json_remove(action, '$.program', '$.adId', '$.eventType', '$.partner', '$.originalCurrency', '$.exchangeRate',
      '$.id', '$.status', '$.amount', '$.payout', '$.eventDate', '$.lockingDate', '$.tracking.landingPage',
      '$.tracking.orderId', '$.tracking.subId1', '$.tracking.sharedId');
  DROP TABLE terms_of;`,

  // 12: the deliveries about one action or inquiry are found without looking at all of them.
  'CREATE INDEX deliveries_by_subject ON deliveries (action_key, subject);',

  // 13: runs of checks; `view` is the report without its results, for lists, `config` what was asked for.
  `CREATE TABLE check_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace TEXT NOT NULL,
    config TEXT NOT NULL,
    view TEXT NOT NULL,
    report TEXT NOT NULL
  ) STRICT;
  CREATE INDEX check_runs_by_workspace ON check_runs (workspace, id);`,

  // 14: what the receiver was told to respond other than by default, in the time of the clock of a run or of work by
  // hand. requests is how many got such a response; without one if nobody was there to count to the end.
  `CREATE TABLE receiver_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL,
    run_id INTEGER,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER,
    requests INTEGER
  ) STRICT;
  CREATE INDEX receiver_history_by_change ON receiver_history (change);
  CREATE INDEX receiver_history_by_run ON receiver_history (run_id, from_at);`,

  // 15: amounts in ten-thousandths, so that currencies with three or four digits have theirs (see finer-money.ts). The
  // amounts that postbacks carried are text, and stay.
  `UPDATE actions SET amount = amount * 100, payout = payout * 100, action = finer_money(action), ledger = finer_money(ledger);
  UPDATE inquiries SET inquiry = finer_money(inquiry);
  UPDATE catalog_items SET price = price * 100, item = finer_money(item);
  UPDATE journal SET what = finer_money(what);`,

  // 16: when a capture arrived in real time; received_at is the time on the simulator's clock, and was the only one.
  'ALTER TABLE captures ADD COLUMN real_at INTEGER;',

  // 17: the text of a body whose bytes do not show it, compressed or in another charset than UTF-8, to be searched.
  'ALTER TABLE captures ADD COLUMN decoded TEXT;',

  // 18: the name of the endpoint where a capture arrived; there was only the one now named default.
  "ALTER TABLE captures ADD COLUMN endpoint TEXT NOT NULL DEFAULT 'default';",

  // 19: which response rule responded and whose it is, apart from what is wrong with a request; and what the rules say that
  // the receiver was told.
  `ALTER TABLE captures ADD COLUMN rule TEXT;
  ALTER TABLE captures ADD COLUMN rule_owner TEXT;
  ALTER TABLE receiver_history ADD COLUMN sentence TEXT NOT NULL DEFAULT '';`,

  // 20: an index of the captures, in blocks of 512 ids. What it leaves out is read from the captures, so it may be missing.
  // The id of a column is that of its name times 16,777,216 plus its block: the columns of a name stand together.
  `CREATE TABLE capture_index (block INTEGER PRIMARY KEY, build INTEGER NOT NULL, summary BLOB NOT NULL) STRICT;
  CREATE TABLE capture_column_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE capture_columns (id INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;
  CREATE TABLE capture_texts (
    block INTEGER PRIMARY KEY,
    common BLOB NOT NULL,
    own BLOB NOT NULL
  ) STRICT;`,

  // 21: from when to when in real time the receiver was told something, as captures have it; what was told before is
  // only known on the clock.
  `ALTER TABLE receiver_history ADD COLUMN real_from INTEGER;
  ALTER TABLE receiver_history ADD COLUMN real_to INTEGER;`,
];
