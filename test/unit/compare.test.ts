import { describe, expect, it } from 'vitest';
import { comparePostbacks } from '../../shared/template/compare.ts';
import { type Postback, postbackSchema } from '../../shared/template/postback.ts';

const make = (given: Partial<Postback>) => postbackSchema.parse({ name: 'x', url: '/pb', ...given });
const differing = (left: Partial<Postback>, right: Partial<Postback>) =>
  comparePostbacks(make(left), make(right))
    .filter(({ same }) => !same)
    .map(({ section, name, left: a, right: b }) => `${section} ${name}: ${a} | ${b}`);

describe('two postbacks side by side', () => {
  it('are the same in every field when only their names differ', () => {
    const body = { format: 'json' as const, template: '{}', escape: 'by-place' as const };
    const both = { url: '/pb?a={ActionId}&a=2#f', headers: { 'X-Key': 'k' }, body, minimumDelay: '1 h' };
    const fields = comparePostbacks(make({ ...both, name: 'a' }), make({ ...both, name: 'b' }));
    expect(fields.filter(({ same }) => !same)).toEqual([]);
    expect(fields.map(({ section, name }) => `${section} ${name}`)).toEqual([
      'Settings Fires on',
      'Settings Enabled',
      'Settings Method',
      'Settings Minimum delay',
      'URL Address',
      'URL a',
      'URL a',
      'URL Fragment',
      'Headers X-Key',
      'Body Format',
      'Body Values',
    ]);
  });

  it('are compared by the keys of their parameters, wherever these stand', () => {
    expect(differing({ url: '/pb?a=1&b={Payout}&c=3' }, { url: '/pb?c=3&new&a=1&b={Amount}' })).toEqual([
      'URL b: {Payout} | {Amount}',
      'URL new: null | ',
      'URL Order: a, b, c | c, a, b',
    ]);
  });

  it('tell a key in another case, a header that is missing, and each other setting', () => {
    expect(
      differing(
        { url: '/pb?Id=1', headers: { 'X-A': '1' }, kind: 'inquiry', successResponse: 'OK' },
        { url: 'https://h/pb?id=1', enabled: false, method: 'POST', maximumRequestsPerSecond: 5 },
      ),
    ).toEqual([
      'Settings Fires on: inquiry, all events | action, all events',
      'Settings Enabled: yes | no',
      'Settings Method: GET | POST',
      'Settings Maximum requests per second: null | 5',
      'Settings Success response: OK | null',
      'URL Address: /pb | https://h/pb',
      'URL Id: 1 | id=1',
      'Headers X-A: 1 | null',
    ]);
  });

  it('are compared in time that grows with their length, however many keys there are or one key is there', () => {
    const url = (key: (n: number) => string) =>
      `/pb?${Array.from({ length: 100_000 }, (_, n) => `${key(n)}=1`).join('&')}`;
    const [left, right] = [make({ url: url(() => 'a') }), make({ url: url((n) => `b${n}`) })];
    expect(comparePostbacks(left, right).filter(({ section }) => section === 'URL')).toHaveLength(200_001);
  });

  it('tell the order of parameters of one key by their turns', () => {
    expect(differing({ url: '/pb?s=1&s=2' }, { url: '/pb?s=2' })).toEqual([
      'URL s: 1 | 2',
      'URL s: 2 | null',
    ]);
  });
});
