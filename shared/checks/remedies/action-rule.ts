import type { Sketch } from './sketch.ts';

/** Code sketches of the rule by DeltaPayout. Money is in cents; `bytes` is the whole request as text. */
export const ACTION_RULE_CODE: Sketch = {
  TypeScript: `// In one transaction, with the row of the action locked. Respond with 200 in every case.
function take(db: Db, q: Postback, bytes: string): void {
  const row = db.find(q.actionId);                      // { payout, status, last }, or nothing yet
  const follows = (row?.payout ?? 0) + q.deltaPayout === q.payout;
  if (follows && row?.last !== bytes) {
    db.save(q.actionId, { payout: q.payout, status: q.status, last: bytes });
    db.markApplied(q.actionId, bytes);
    for (const kept of db.takeKept(q.actionId)) take(db, kept.q, kept.bytes); // one may follow now
  } else if (!db.wasApplied(q.actionId, bytes)) {
    db.keep(q.actionId, q, bytes);                      // its predecessor is still to come
  }
}`,
  PHP: `// In one transaction, with the row of the action locked. Respond with 200 in every case.
function take(Db $db, array $q, string $bytes): void {
    $row = $db->find($q['actionId']);                   // payout, status, last; or null
    $follows = ($row['payout'] ?? 0) + $q['deltaPayout'] === $q['payout'];
    if ($follows && ($row['last'] ?? null) !== $bytes) {
        $db->save($q['actionId'], $q['payout'], $q['status'], $bytes);
        $db->markApplied($q['actionId'], $bytes);
        foreach ($db->takeKept($q['actionId']) as [$kept, $keptBytes]) take($db, $kept, $keptBytes);
    } elseif (!$db->wasApplied($q['actionId'], $bytes)) {
        $db->keep($q['actionId'], $q, $bytes);          // its predecessor is still to come
    }
}`,
  Python: `# In one transaction, with the row of the action locked. Respond with 200 in every case.
def take(db, q, request):
    row = db.find(q["action_id"])                       # payout, status, last; or None
    old = row["payout"] if row else 0
    follows = old + q["delta_payout"] == q["payout"]
    if follows and (row is None or row["last"] != request):
        db.save(q["action_id"], q["payout"], q["status"], request)
        db.mark_applied(q["action_id"], request)
        for kept, kept_request in db.take_kept(q["action_id"]):
            take(db, kept, kept_request)                # one may follow now
    elif not db.was_applied(q["action_id"], request):
        db.keep(q["action_id"], q, request)             # its predecessor is still to come`,
  SQL: `-- In one transaction. :bytes is the whole request as text. 1. Apply what follows:
INSERT INTO actions (id, status, payout, last)
SELECT :id, :status, :payout, :bytes WHERE :payout = :delta
ON CONFLICT (id) DO NOTHING;
UPDATE actions SET status = :status, payout = :payout, last = :bytes
WHERE id = :id AND payout + :delta = :payout AND last <> :bytes;
-- 2. Applied now or before: remember it, and ignore it from now on.
INSERT INTO applied (id, bytes) SELECT :id, :bytes
WHERE EXISTS (SELECT 1 FROM actions WHERE id = :id AND last = :bytes)
ON CONFLICT DO NOTHING;
-- 3. Neither: keep it, and run all of this for what was kept whenever step 1 has changed a row.
INSERT INTO kept (id, bytes) SELECT :id, :bytes
WHERE NOT EXISTS (SELECT 1 FROM applied WHERE id = :id AND bytes = :bytes)
ON CONFLICT DO NOTHING;`,
};

/** The same without DeltaPayout, by the date of the change. */
export const UPDATE_DATE_CODE: Sketch = {
  TypeScript: `// In one transaction, with the row of the action locked. Respond with 200 in every case.
const row = db.find(q.actionId);
if (row === undefined || Date.parse(q.updateDate) > Date.parse(row.updateDate)) db.save(q);
// What is not newer was overtaken, or came before: nothing to do.`,
  PHP: `// In one transaction, with the row of the action locked. Respond with 200 in every case.
$row = $db->find($q['actionId']);
if ($row === null || strtotime($q['updateDate']) > strtotime($row['updateDate'])) $db->save($q);
// What is not newer was overtaken, or came before: nothing to do.`,
  Python: `# In one transaction, with the row of the action locked. Respond with 200 in every case.
row = db.find(q["action_id"])
if row is None or parse(q["update_date"]) > parse(row["update_date"]):
    db.save(q)
# What is not newer was overtaken, or came before: nothing to do.`,
  SQL: `INSERT INTO actions (id, status, payout, updated) VALUES (:id, :status, :payout, :updated)
ON CONFLICT (id) DO UPDATE
SET status = excluded.status, payout = excluded.payout, updated = excluded.updated
WHERE excluded.updated > actions.updated;   -- what is not newer changes nothing`,
};
