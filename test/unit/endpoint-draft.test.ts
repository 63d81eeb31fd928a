import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endpointDraft,
  endpointOfDraft,
  NEW_ENDPOINT,
  rangesOf,
} from '../../shared/receiver/endpoints/endpoint-draft.ts';
import { endpointSchema } from '../../shared/receiver/endpoints/endpoint-schema.ts';
import { endpointSettings } from '../../shared/receiver/endpoints/endpoint-settings.ts';
import { trustSteps } from '../../shared/receiver/endpoints/trust-steps.ts';

describe('a pasted allow-list', () => {
  it('is read however it is separated, without comments and repetitions', () => {
    expect(rangesOf('203.0.113.0/24\r\n2001:db8::/32')).toEqual(['203.0.113.0/24', '2001:db8::/32']);
    expect(rangesOf('203.0.113.0/24, 198.51.100.7; 203.0.113.0/24')).toEqual([
      '203.0.113.0/24',
      '198.51.100.7',
    ]);
    expect(rangesOf('# US\n- 203.0.113.0/24  # east\n- "198.51.100.0/24"\n')).toEqual([
      '203.0.113.0/24',
      '198.51.100.0/24',
    ]);
    expect(rangesOf('["203.0.113.0/24","198.51.100.0/24"]')).toHaveLength(2);
    expect(rangesOf(' \n')).toEqual([]);
  });
});

describe('the fields of an endpoint', () => {
  it('say what its file said', () => {
    const text = fc.string({ minLength: 1, unit: fc.constantFrom('a', 'Z', '7', '-', '{', '}') });
    const named = fc.record({ name: text, value: text });
    const endpoint = fc.record(
      {
        name: fc.constant('hooks'),
        port: fc.nat(65_535),
        tls: fc.constant(true),
        bind: fc.constantFrom('127.0.0.1', '::1', '0.0.0.0'),
        access: fc
          .record(
            { allow: fc.constant(['203.0.113.0/24']), header: named, parameter: named },
            { requiredKeys: [] },
          )
          .filter((access) => Object.keys(access).length > 0),
      },
      { requiredKeys: ['name', 'port'] },
    );
    fc.assert(
      fc.property(endpoint, (given) => {
        const settings = endpointSettings(endpointSchema.parse(given));
        expect(settings).toEqual(given);
        expect(endpointOfDraft(endpointDraft(settings))).toEqual(settings);
      }),
    );
  });

  it('leave out what does not apply to a path', () => {
    const draft = { ...NEW_ENDPOINT, name: ' hooks ', path: '/hooks', port: '7400', tls: true, bind: '::' };
    expect(endpointOfDraft(draft)).toEqual({ name: 'hooks', path: '/hooks' });
    expect(endpointOfDraft({ ...draft, place: 'port' })).toEqual({
      name: 'hooks',
      port: 7400,
      tls: true,
      bind: '::',
    });
  });
});

describe('the steps to trust the certificate', () => {
  it('name the file or the address, for each client once', () => {
    const steps = trustSteps('/data/tls/postbench.crt', 'https://127.0.0.1:7443');
    for (const { client, command } of steps)
      expect(command, client).toMatch(/postbench\.crt|127\.0\.0\.1:7443/);
    expect(new Set(steps.map(({ client }) => client)).size).toBe(steps.length);
  });
});
