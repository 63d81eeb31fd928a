import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOrigin } from '../../shared/delivery/send-to.ts';
import { endpointOfTarget } from '../../shared/receiver/endpoints/endpoint-of-target.ts';
import { endpointRules } from '../../shared/receiver/endpoints/endpoint-rules.ts';
import { endpointNames, endpointsSchema } from '../../shared/receiver/endpoints/endpoint-schema.ts';
import {
  endpointOfUrl,
  isLocalUrl,
  localUrl,
  writtenAddresses,
} from '../../shared/receiver/endpoints/local-url.ts';
import { responseRulesSchema } from '../../shared/receiver/rules/rule-schema.ts';
import { ruleSentence } from '../../shared/receiver/rules/sentence.ts';
import { lintPostback } from '../../shared/template/lint/lint.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import { resolveUrl } from '../../shared/template/url.ts';

const issuesOf = (endpoints: unknown) =>
  endpointsSchema
    .safeParse(endpoints)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('the endpoints of a workspace', () => {
  it('have a path on the receiver’s own port, or a port', () => {
    expect(
      endpointsSchema.parse([
        { name: 'hooks', path: '/hooks/' },
        { name: 'secure', port: 7443, tls: true, bind: '[::1]' },
        { name: 'default', responses: [{ respond: { status: 201 } }] },
      ]),
    ).toMatchObject([
      { name: 'hooks', path: '/hooks', responses: [] },
      { name: 'secure', port: 7443, tls: true, bind: '::1' },
      { name: 'default' },
    ]);
    expect(issuesOf([{ name: 'nowhere' }])).toEqual([expect.stringContaining('needs a path')]);
    expect(issuesOf([{ name: 'both', path: '/a', port: 1 }])).toEqual([
      '0.port: cannot be combined with path',
    ]);
    expect(issuesOf([{ name: 'default', path: '/a' }])).toEqual([expect.stringContaining('0.path')]);
    expect(issuesOf([{ name: 'hooks', path: '/a', tls: true }])).toEqual([
      '0.tls: cannot be combined with path: set it for the endpoint default, whose port this is',
    ]);
  });

  it.each(['hooks', '/', '/a b', '/a?b', '/a//b', '/a/*'])('do not have the path %s', (path) => {
    expect(issuesOf([{ name: 'x', path }])).toEqual([expect.stringContaining('is not a path such as')]);
  });

  it.each(['localhost', '127.1', '10.0.0.0/8', 'fe80::1%eth0', ''])('do not bind to "%s"', (bind) => {
    expect(issuesOf([{ name: 'x', port: 1, bind }])).toEqual([expect.stringContaining('is not an address')]);
  });

  it('have names, paths and ports of their own', () => {
    expect(
      issuesOf([
        { name: 'a', path: '/x' },
        { name: 'A', path: '/x' },
        { name: 'b', port: 7400 },
        { name: 'c', port: 7400 },
        { name: 'd', port: 7400, bind: '::1' },
        { name: 'e', port: 0 },
        { name: 'f', port: 0 },
      ]),
    ).toEqual([
      '1.name: is the name of another endpoint',
      '1.path: is the path of the endpoint a',
      '3.port: is the port of the endpoint b',
    ]);
  });

  it('limit their rules to themselves', () => {
    const endpoints = endpointsSchema.parse([
      { name: 'a', path: '/a', responses: [{ respond: { status: 503 } }, { fault: 'reset' }] },
      { name: 'default', responses: [{ when: { method: 'PUT' }, respond: { status: 405 } }] },
    ]);
    expect(endpointRules(endpoints).map(ruleSentence)).toEqual([
      'Respond 503 to all requests at the endpoint a.',
      'Read the request, then reset the connection without a response to all requests at the endpoint a.',
      'Respond 405 to PUT at the endpoint default.',
    ]);
    expect(
      issuesOf([{ name: 'a', path: '/a', responses: [{ when: { endpoint: 'b' }, fault: 'hang' }] }]),
    ).toEqual(['0.responses.0.when.endpoint: is the endpoint that the rule belongs to; leave it out']);
  });
});

describe('a request target', () => {
  const ENDPOINTS = [
    { name: 'hooks', path: '/hooks' },
    { name: 'acme', path: '/hooks/acme' },
    { name: 'other', path: undefined },
  ];

  it.each([
    ['/hooks', 'hooks'],
    ['/hooks/', 'hooks'],
    ['/hooks?x=/hooks/acme', 'hooks'],
    ['/hooksx', 'default'],
    ['/hooks/acme/pb?id=1', 'acme'],
    ['/hooks/acmex', 'hooks'],
    ['http://127.0.0.1:7300/hooks/acme', 'acme'],
    ['/HOOKS', 'default'],
    ['/', 'default'],
    ['*', 'default'],
    ['example.com:443', 'default'],
    ['', 'default'],
  ])('%s belongs to the endpoint %s', (target, name) => {
    expect(endpointOfTarget(target, ENDPOINTS)).toBe(name);
  });

  it('belongs to the endpoint with the longest path that is a prefix of whole segments, in any order', () => {
    const segments = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.uniqueArray(segments, { selector: (one) => one.join('/') }),
        segments,
        (paths, target) => {
          const endpoints = paths.map((one) => ({ name: one.join('/'), path: `/${one.join('/')}` }));
          const isPrefix = (one: readonly string[]) => one.every((part, index) => target[index] === part);
          const longest = paths.filter(isPrefix).toSorted((one, other) => other.length - one.length)[0];
          const expected = longest?.join('/') ?? 'default';
          expect(endpointOfTarget(`/${target.join('/')}`, endpoints)).toBe(expected);
          expect(endpointOfTarget(`/${target.join('/')}?q`, endpoints.toReversed())).toBe(expected);
        },
      ),
    );
  });
});

describe('a URL that names an endpoint', () => {
  const LOCAL = {
    receiverBase: 'http://127.0.0.1:7300',
    endpoints: { hooks: 'http://127.0.0.1:7300/hooks', secure: 'https://[::1]:7443' },
  };

  it.each([
    ['/pb?x=1', 'http://127.0.0.1:7300/pb?x=1'],
    ['endpoint:default/pb', 'http://127.0.0.1:7300/pb'],
    ['endpoint:hooks/pb?x={Y}', 'http://127.0.0.1:7300/hooks/pb?x={Y}'],
    ['endpoint:secure/pb', 'https://[::1]:7443/pb'],
    ['endpoint:secure?x=1', 'https://[::1]:7443?x=1'],
    ['endpoint:secure', 'https://[::1]:7443/'],
    ['endpoint:toString/pb', 'endpoint:toString/pb'],
    ['//host/pb', '//host/pb'],
    ['https://example.com/endpoint:hooks', 'https://example.com/endpoint:hooks'],
  ])('%s is %s', (url, expected) => {
    expect(localUrl(url, LOCAL)).toBe(expected);
  });

  it('goes to the root without a path', () => {
    const resolved = resolveUrl(localUrl('endpoint:secure?x=1', LOCAL), '');
    expect(resolved).toMatchObject({ ok: true, url: { origin: 'https://[::1]:7443', target: '/?x=1' } });
  });

  it('cannot be sent while no such endpoint listens, and says so', () => {
    expect(resolveUrl(localUrl('endpoint:gone/pb', LOCAL), '')).toEqual({
      ok: false,
      reason: 'no endpoint "gone" is listening; see endpoints in postbench.yaml',
    });
  });

  it('is one of this machine, and can be sent to another origin', () => {
    expect(['/pb', 'endpoint:a/pb', ' /pb', 'http://a/', '//a/'].map(isLocalUrl)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(endpointOfUrl('/pb')).toBe('default');
    expect(atOrigin('endpoint:hooks/pb?id={ActionId}', 'http://127.0.0.1:9000')).toBe(
      'http://127.0.0.1:9000/pb?id={ActionId}',
    );
  });

  it('leads to the address that the file says where no receiver runs', () => {
    const endpoints = endpointsSchema.parse([
      { name: 'default', tls: true, bind: '::' },
      { name: 'hooks', path: '/hooks' },
      { name: 'own', port: 7400 },
      { name: 'any', port: 0 },
    ]);
    expect(writtenAddresses(endpoints)).toEqual({
      receiverBase: 'https://[::1]:7300',
      endpoints: { hooks: 'https://[::1]:7300/hooks', own: 'http://127.0.0.1:7400' },
    });
  });
});

describe('the linter', () => {
  const lint = (url: string) =>
    lintPostback(postbackSchema.parse({ name: 'P', url }), {
      endpoints: endpointNames([{ name: 'hooks' }, { name: 'secure' }]),
    }).filter(({ code }) => code === 'endpoint-unknown');
  const QUERY = '?id={ActionId}&st={Status}&pay={Payout}';

  it('knows the endpoints of the workspace', () => {
    expect(
      ['/pb', 'endpoint:hooks/pb', 'endpoint:default/pb', 'http://a/pb'].flatMap((url) => lint(url + QUERY)),
    ).toEqual([]);
  });

  it('names those that there are for one that is unknown, at its place', () => {
    const url = `endpoint:hoks/pb${QUERY}`;
    const [found] = lint(url);
    expect(found).toMatchObject({
      severity: 'error',
      message: 'The workspace has no endpoint "hoks".',
      remedy: 'Use one of default, hooks, secure, or add it to endpoints in postbench.yaml.',
      fix: { title: 'Write hooks' },
    });
    expect(url.slice(found!.start, found!.end)).toBe('hoks');
    expect(lint('endpoint:/pb')).toMatchObject([{ message: 'The URL names no endpoint.' }]);
    expect(lint('endpoint:{SharedId}/pb')).toHaveLength(1);
  });

  it('finds what is wrong behind an endpoint as in any URL', () => {
    const codes = lintPostback(postbackSchema.parse({ name: 'P', url: `endpoint:hooks/p b${QUERY}` })).map(
      ({ code }) => code,
    );
    expect(codes).toContain('url-unescaped');
  });
});

describe('the condition endpoint', () => {
  it('takes one name or several', () => {
    const [rule] = responseRulesSchema.parse([{ when: { endpoint: ['a', 'b'] }, respond: { status: 503 } }]);
    expect(ruleSentence(rule!)).toBe('Respond 503 to all requests at the endpoints a or b.');
  });
});
