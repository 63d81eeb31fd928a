import type { CaptureStore } from '../../electron/engine/store/captures.ts';
import type { NewCapture } from '../../electron/engine/store/insert-capture.ts';

/** Captures handed to the store together. */
const GROUP = 512;
const START = Date.UTC(2026, 0, 1);

/** The nth request of a partner's day: every other one a GET, the rest POSTs with JSON. */
export function nthCapture(n: number): NewCapture {
  const id = 1_000_000_000 + ((n * 7919) % 1_000_000_007);
  const at = START + n * 37;
  const click = ((n * 2_654_435_761) % 4_294_967_296).toString(36);
  const status = ['PENDING', 'APPROVED', 'REVERSED'][n % 3]!;
  const payout = ((n % 5000) / 100).toFixed(2);
  const query = `ActionId=1000.${id}.${n % 97}&CampaignId=1000${n % 5}&CampaignName=Acme%20Outdoor%20${n % 5}&Status=${status}&Payout=${payout}&Amount=${((n % 90_000) / 100).toFixed(2)}&Currency=USD&OrderId=ORD-${n}&EventDate=${encodeURIComponent(new Date(at).toISOString())}&SharedId=click_${click}&SubId1=`;
  const isPost = n % 2 === 1;
  const target = isPost ? `/postback?OrderId=ORD-${n}` : `/postback?${query}`;
  const fields = {
    actionId: `1000.${id}`,
    campaign: { id: `1000${n % 5}`, name: 'Acme Outdoor' },
    status,
    payout: Number(payout),
    items: [{ sku: `SKU-${n % 300}`, quantity: n % 4, price: (n % 9000) / 100 }],
    eventDate: new Date(at).toISOString(),
    sharedId: `click_${click}`,
  };
  const body = Buffer.from(isPost ? JSON.stringify(fields) : '');
  const lines = [
    `${isPost ? 'POST' : 'GET'} ${target} HTTP/1.1`,
    'Host: 127.0.0.1:7300',
    'User-Agent: Impact-Postback-Client/1.0',
    'Accept: */*',
    ...(isPost ? ['Content-Type: application/json', `Content-Length: ${body.length}`] : []),
    'Connection: keep-alive',
  ];
  return {
    receivedAt: at,
    virtualAt: at,
    tookUs: () => 300 + (n % 900),
    state: 'complete',
    method: isPost ? 'POST' : 'GET',
    target,
    remote: `127.0.0.1:${40_000 + (n % 50)}`,
    bodyLength: body.length,
    endpoint: 'default',
    attemptId: null,
    httpVersion: '1.1',
    note: '',
    userAgent: 'Impact-Postback-Client/1.0',
    head: Buffer.from(`${lines.join('\r\n')}\r\n\r\n`),
    body,
    response: { status: n % 50 === 0 ? 503 : 200, bytes: Buffer.from('HTTP/1.1 200 OK\r\n\r\n') },
  };
}

/** Fills a store through its own code. */
export function fill(store: CaptureStore, count: number): void {
  for (let n = 1; n <= count; n += 1) {
    store.add(nthCapture(n), (error) => {
      if (error !== undefined) throw error as Error;
    });
    if (n % GROUP === 0) store.flush();
  }
  store.flush();
}
