import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTION_RULE_CODE } from '../../shared/checks/remedies/action-rule.ts';
import type { CheckReport } from '../../shared/checks/report.ts';
import { BIN, startNode, temporaryFolder } from '../fixtures/command.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('NOT TESTED: a receiver in Python, since there is no python3 here.');

/** A receiver in Python, with the rule as the remedy writes it. */
const PROGRAM = `
import json, threading
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

class Db:
    def __init__(self): self.rows, self.applied, self.kept = {}, set(), {}
    def find(self, id): return self.rows.get(id)
    def save(self, id, payout, status, last): self.rows[id] = {"payout": payout, "status": status, "last": last}
    def mark_applied(self, id, request): self.applied.add((id, request))
    def was_applied(self, id, request): return (id, request) in self.applied
    def keep(self, id, q, request): self.kept.setdefault(id, []).append((q, request))
    def take_kept(self, id): return self.kept.pop(id, [])

${ACTION_RULE_CODE.Python}

db, lock = Db(), threading.Lock()

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *args): pass
    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        url = urlsplit(self.path)
        p = dict(parse_qsl(url.query, keep_blank_values=True))
        if url.path == "/state":
            row = db.find(p["id"])
            if row is None: return self.answer(404)
            shown = {"ActionId": p["id"], "State": row["status"].title(), "Earnings": str(row["payout"])}
            return self.answer(200, json.dumps(shown).encode())
        if not p.get("ActionId"): return self.answer(400, b"no action")
        with lock:
            take(db, {"action_id": p["ActionId"], "status": p["Status"], "payout": Decimal(p["Payout"]), "delta_payout": Decimal(p["DeltaPayout"])}, self.path)
        self.answer(200, b"OK")

class Server(ThreadingHTTPServer):
    request_queue_size = 64

server = Server(("127.0.0.1", 0), Handler)
print("listening", server.server_port, flush=True)
server.serve_forever()
`;

describe.runIf(hasPython)('a right receiver in Python', () => {
  it('is money-safe', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'receiver.py'), PROGRAM);
    const launch = `import { spawn } from 'node:child_process'; const child = spawn('python3', ['receiver.py'], { stdio: 'inherit' }); process.on('SIGTERM', () => { child.once('exit', () => process.exit()); child.kill(); }); setInterval(() => {}, 60_000);`;
    await using receiver = startNode(['--input-type=module', '-e', launch], {}, folder.path);
    const [, port] = await receiver.says(/listening (\d+)/);
    const origin = `http://127.0.0.1:${port}`;
    await using running = startNode(
      [
        BIN,
        'check',
        '--data-dir',
        join(folder.path, 'data'),
        '--to',
        `${origin}/postback`,
        '--state',
        `${origin}/state?id={ActionId}`,
        '--settle',
        '1s',
        '--explore',
        '50',
        '--json',
      ],
      {},
      folder.path,
    );
    const code = await running.ended;
    const report = JSON.parse(running.out()) as CheckReport;
    expect(report.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(report.summary.headline).toBe('Money-safe');
    expect(code).toBe(0);
    receiver.child.kill('SIGTERM');
    await receiver.ended;
  });
});
