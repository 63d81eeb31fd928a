import { FIRST_MIGRATIONS } from './first-migrations.ts';

/**
 * The database's shape, one step at a time: migration n leads from version n-1 to n (PRAGMA user_version). A
 * migration that has been released is never edited; a change is a new one at the end.
 */
export const MIGRATIONS: readonly string[] = [
  ...FIRST_MIGRATIONS,

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

  // 21: what the user put on captures; where imported ones come from; how many captures each endpoint has, of how many bytes,
  // and how many retention dropped. Captures up to hidden_up_to are cleared: those up to gone_up_to for good, the others
  // until Undo takes it back; hidden_totals and cleared_blocks have the counts of these.
  `CREATE TABLE capture_marks (
    capture_id INTEGER PRIMARY KEY,
    pinned INTEGER NOT NULL,
    note TEXT NOT NULL,
    labels TEXT NOT NULL
  ) STRICT;
  INSERT INTO counters VALUES ('capture_marks', 0);
  ALTER TABLE captures ADD COLUMN origin TEXT;
  CREATE TABLE capture_totals (
    endpoint TEXT PRIMARY KEY,
    captures INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    dropped INTEGER NOT NULL
  ) STRICT;
  INSERT INTO capture_totals SELECT endpoint, count(*),
    sum(length(head) + length(body) + coalesce(length(answer), 0)), 0 FROM captures GROUP BY endpoint;
  CREATE TABLE cleared_blocks (block INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT;
  CREATE TABLE capture_clearing (
    id INTEGER PRIMARY KEY,
    gone_up_to INTEGER NOT NULL,
    hidden_up_to INTEGER NOT NULL,
    hidden_at INTEGER NOT NULL,
    hidden_totals TEXT NOT NULL
  ) STRICT;
  INSERT INTO capture_clearing VALUES (1, 0, 0, 0, '[]');`,

  // 22: from when to when in real time the receiver was told something, as captures have it; what was told before is
  // only known on the clock.
  `ALTER TABLE receiver_history ADD COLUMN real_from INTEGER;
  ALTER TABLE receiver_history ADD COLUMN real_to INTEGER;`,
];
