import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destinationsOf } from '../../shared/delivery/destination.ts';
import { lintSources } from '../../shared/delivery/lint-sources.ts';
import {
  atOrigin,
  firedTo,
  type PostbackSource,
  readSendTo,
  redirect,
  secretHeadersOf,
  secretHeadersSentTo,
  secretHeadersTo,
  sendToText,
  sentTo,
} from '../../shared/delivery/send-to.ts';
import { POSTBACK_KINDS } from '../../shared/placeholders/placeholder-registry.ts';
import { postbackSchema } from '../../shared/template/postback.ts';

const HEADERS = {
  Authorization: 'Bearer abc',
  'X-Api-Key': '{secret:KEY}',
  'X-Env': 'prod',
  'X-Note': '{secret:NOTE}',
};
const source = (
  kind: string,
  url = 'https://partner.example/pb?id={ActionId}',
  more = {},
): PostbackSource => ({
  file: `postbacks/${kind}.yaml`,
  postback: postbackSchema.parse({
    name: kind,
    kind,
    url,
    method: 'POST',
    headers: HEADERS,
    body: { format: 'json', template: '{"id":"{ActionId}"}' },
    ...more,
  }),
});
const ALL = POSTBACK_KINDS.map((kind) => source(kind));

describe('a URL alone', () => {
  it('takes the place of URL, method, headers and body of actions and their clearing', () => {
    const to = 'http://127.0.0.1:9000/pb?id={ActionId}';
    for (const { postback } of redirect(ALL, to)) {
      if (postback.kind === 'action' || postback.kind === 'clearing')
        expect(postback).toMatchObject({ url: to, method: 'GET', headers: {}, body: undefined });
      else expect(postback).toEqual(source(postback.kind).postback);
    }
  });
});

describe('another origin', () => {
  const at = 'http://127.0.0.1:9000';
  it('takes every postback with its path, query, method and body', () => {
    const sent = redirect(ALL, { at, secretHeaders: 'send' });
    expect(sent.map(({ postback }) => postback.kind)).toEqual([...POSTBACK_KINDS]);
    for (const { postback } of sent)
      expect(postback).toEqual({
        ...source(postback.kind).postback,
        url: 'http://127.0.0.1:9000/pb?id={ActionId}',
      });
  });

  it('gets the headers that look like secrets only when somebody says so', () => {
    const names = ['Authorization', 'X-Api-Key', 'X-Note'];
    expect(secretHeadersOf(ALL[0]!.postback)).toEqual(names);
    expect(sentTo(ALL[0]!.postback, { at, secretHeaders: 'omit' }).headers).toEqual({ 'X-Env': 'prod' });
    expect(secretHeadersSentTo(ALL, at)).toEqual(names);
    expect(() => secretHeadersTo(ALL, at, undefined)).toThrow(
      'Headers that look like secrets would go to http://127.0.0.1:9000: Authorization, X-Api-Key, X-Note.',
    );
    expect(secretHeadersTo(ALL, at, 'omit')).toBe('omit');
  });

  it('asks nothing where the headers were written for that origin, or none is secret', () => {
    expect(secretHeadersTo([source('action', `${at}/pb`)], at, undefined)).toBe('send');
    expect(secretHeadersTo([source('action', undefined, { headers: { 'X-Env': 'x' } })], at, undefined)).toBe(
      'send',
    );
  });

  it.each(['', 'nonsense', 'http://', 'http://a/path', 'http://a?b', 'ftp://a', 'http://u@a', '//a'])(
    'is refused as %j',
    (wrong) => {
      expect(() => atOrigin('https://partner.example/pb', wrong)).toThrow('is not an origin');
    },
  );

  it('keeps all of a URL behind its origin, whatever that is', () => {
    const rest = fc.stringMatching(/^[/?][a-z0-9/?&={}#.%+-]{0,40}$/);
    const origin = fc.constantFrom('', 'http://a', 'https://partner.example:8443', 'HTTP://[::1]:80');
    fc.assert(
      fc.property(origin, rest, (own, behind) => {
        const url = atOrigin(own + behind, 'http://127.0.0.1:9000/');
        expect(url).toBe(`http://127.0.0.1:9000${behind.startsWith('/') ? '' : '/'}${behind}`);
      }),
      { seed: 3 },
    );
  });
});

describe('what is stored of it', () => {
  it('reads as what was written', () => {
    const any = fc.oneof(
      fc.webUrl({ withQueryParameters: true }),
      fc.constant('{secret:HOST}/pb?id={ActionId}'),
      fc.record({ at: fc.webUrl(), secretHeaders: fc.constantFrom('send' as const, 'omit' as const) }),
    );
    fc.assert(
      fc.property(any, (to) => {
        expect(readSendTo(sendToText(to))).toEqual(to);
      }),
    );
  });
});

describe('where an event goes', () => {
  const trigger = (event: 'tracked' | 'inquiry-opened' | 'item-changed') => ({
    event,
    programId: '1',
    eventTypeId: '2',
  });
  const switches = { approvalFires: false };
  const urls = (event: 'tracked' | 'inquiry-opened' | 'item-changed', to?: Parameters<typeof redirect>[1]) =>
    destinationsOf(firedTo(trigger(event), ALL, to, switches), { receiverBase: 'http://127.0.0.1:7300' }).map(
      ({ url }) => url,
    );

  it('is the URL alone for actions, and the own URL for inquiries and catalog items', () => {
    const to = 'http://127.0.0.1:9000/pb?id={ActionId}';
    expect(urls('tracked', to)).toEqual([to]);
    expect(urls('inquiry-opened', to)).toEqual(['https://partner.example/pb?id={ActionId}']);
    expect(urls('item-changed', to)).toEqual(['https://partner.example/pb?id={ActionId}']);
  });

  it('is the other origin for all', () => {
    const at = { at: 'http://127.0.0.1:9000', secretHeaders: 'omit' as const };
    for (const event of ['tracked', 'inquiry-opened', 'item-changed'] as const)
      expect(urls(event, at)).toEqual(['http://127.0.0.1:9000/pb?id={ActionId}']);
  });

  it('is the local receiver for a path, with secrets masked', () => {
    const local = [source('inquiry', '/pb?token=abcdef&id={ActionId}')];
    expect(destinationsOf(local, { receiverBase: 'http://127.0.0.1:7300' })[0]!.url).toBe(
      'http://127.0.0.1:7300/pb?token=•••&id={ActionId}',
    );
  });
});

describe('what the linter says of what is sent', () => {
  it('is said of a URL alone once, and of postbacks that it does not replace', () => {
    const wrong = [
      source('action', 'https://partner.example/pb?id={actionid}'),
      source('inquiry', 'https://partner.example/pb?q={Nope'),
    ];
    const found = lintSources(wrong, 'http://127.0.0.1:9000/pb?a={ActionID}&b={Payuot}', {});
    const errors = found.filter(({ finding }) => finding.severity === 'error');
    expect(errors.map(({ file, finding }) => [file, finding.code])).toEqual([
      ['--to', 'placeholder-case'],
      ['postbacks/inquiry.yaml', 'placeholder-unclosed'],
    ]);
    expect(found.map(({ file, finding }) => `${file} ${finding.code}`)).toContain('--to placeholder-unknown');
  });

  it('is said of each enabled postback at its own places where the origin changes', () => {
    const wrong = [
      source('action', 'https://partner.example/pb?id={actionid}'),
      source('inquiry', '/{x', { enabled: false }),
    ];
    const [first, ...others] = lintSources(wrong, { at: 'http://a', secretHeaders: 'send' }, {});
    expect(first).toMatchObject({
      file: 'postbacks/action.yaml',
      finding: { code: 'placeholder-case', start: 30 },
    });
    expect(others.every(({ finding }) => finding.severity === 'warning')).toBe(true);
  });
});
