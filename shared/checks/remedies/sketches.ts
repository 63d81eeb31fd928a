import type { Sketch } from './sketch.ts';

export const STORE_FIRST_CODE: Sketch = {
  TypeScript: `app.get('/postback', async (request, response) => {
  try {
    await db.insert('postbacks', { bytes: request.url, at: new Date() }); // first of all
    response.status(200).end();
  } catch {
    response.status(503).end();                                           // sent again later
  }
});`,
  PHP: `try {
    $db->prepare('INSERT INTO postbacks (bytes) VALUES (?)')->execute([$_SERVER['REQUEST_URI']]);
    http_response_code(200);
} catch (PDOException) {
    http_response_code(503);                                              // sent again later
}`,
  Python: `@app.get("/postback")
def postback():
    try:
        db.execute("INSERT INTO postbacks (bytes) VALUES (%s)", [request.full_path])
        db.commit()
    except DatabaseError:
        return "", 503                                                    # sent again later
    return "", 200`,
};

export const STATUS_CODE: Sketch = {
  TypeScript: `const reversed = q.status === 'REVERSED';
await db.query(
  'UPDATE actions SET status = $2, payout = $3 WHERE id = $1',
  [q.actionId, q.status, reversed ? 0 : q.payout], // a later postback brings it back
);`,
  PHP: `$payout = $q['Status'] === 'REVERSED' ? 0 : $q['Payout']; // a later postback brings it back
$db->prepare('UPDATE actions SET status = ?, payout = ? WHERE id = ?')
   ->execute([$q['Status'], $payout, $q['ActionId']]);`,
  Python: `payout = 0 if q["Status"] == "REVERSED" else q["Payout"]  # a later postback brings it back
db.execute("UPDATE actions SET status = %s, payout = %s WHERE id = %s",
           [q["Status"], payout, q["ActionId"]])`,
  SQL: `UPDATE actions
SET status = :status, payout = CASE :status WHEN 'REVERSED' THEN 0 ELSE :payout END
WHERE id = :id;`,
};

export const MONEY_CODE: Sketch = {
  TypeScript: `// "12.34" -> 1234, without a float in between.
const cents = (text: string) => {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(2, '0'));
};`,
  PHP: `$cents = bcmul($q['Payout'], '100', 0); // a string: no float in between`,
  Python: `from decimal import Decimal
cents = int(Decimal(q["Payout"]) * 100)  # Decimal, never float`,
  SQL: `ALTER TABLE actions ALTER COLUMN payout TYPE numeric(18, 4);`,
};

export const ATOMIC_CODE: Sketch = {
  TypeScript: `// Inside the transaction, before the action is read:
await db.query('SELECT pg_advisory_xact_lock(hashtext($1))', [q.actionId]);`,
  PHP: `// Inside the transaction, before the action is read:
$db->prepare('SELECT pg_advisory_xact_lock(hashtext(?))')->execute([$q['ActionId']]);`,
  Python: `# Inside the transaction, before the action is read:
db.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [q["ActionId"]])`,
  SQL: `ALTER TABLE actions ADD PRIMARY KEY (id);   -- then INSERT … ON CONFLICT (id), never SELECT and INSERT`,
};

export const SECRET_CODE: Sketch = {
  TypeScript: `import { timingSafeEqual } from 'node:crypto';
const given = Buffer.from(String(request.query.token ?? ''));
const wanted = Buffer.from(process.env.POSTBACK_TOKEN!);
if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return response.status(403).end();`,
  PHP: `if (!hash_equals(getenv('POSTBACK_TOKEN'), $_GET['token'] ?? '')) {
    http_response_code(403);
    exit;
}`,
  Python: `if not hmac.compare_digest(os.environ["POSTBACK_TOKEN"], request.args.get("token", "")):
    return "", 403`,
};
