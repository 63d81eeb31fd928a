import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  certificateHost,
  fingerprint,
  refusalText,
  refusedCertificate,
} from '../../shared/delivery/certificate.ts';
import { workspaceSchema } from '../../shared/workspace/schema.ts';

const hex = fc.uint8Array({ minLength: 32, maxLength: 32 });
const capitals = hex.map((bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':'),
);
const A = 'AA:'.repeat(31).concat('AA');

describe('a fingerprint', () => {
  it('is the same however it is spelled', () => {
    fc.assert(
      fc.property(capitals, (text) => {
        const spellings = [
          text.toLowerCase(),
          text.replaceAll(':', ''),
          text.replaceAll(':', ' '),
          `sha256 Fingerprint=${text}`,
          `SHA-256: ${text}`,
          `SHA256:${text}`,
        ];
        for (const spelling of spellings) expect(fingerprint(spelling), spelling).toBe(text);
      }),
    );
  });

  it.each(['', 'AB:CD', `${A}:AA`, A.replace('AA', 'XY'), `sha1 Fingerprint=${A.slice(0, 59)}`])(
    'is not %j',
    (text) => {
      expect(fingerprint(text)).toBeUndefined();
    },
  );
});

describe('the host of a certificate', () => {
  it.each([
    ['Localhost:8443', 'localhost:8443'],
    ['https://localhost:8443', 'localhost:8443'],
    ['receiver.example', 'receiver.example:443'],
    ['127.1:9', '127.0.0.1:9'],
    ['[::1]:8443', '[::1]:8443'],
  ])('%s is %s', (text, host) => {
    expect(certificateHost(text)).toBe(host);
  });
  it.each(['', 'localhost:8443/path', 'a b', 'user@localhost:1', 'localhost:port', 'http://localhost'])(
    'is not %j',
    (text) => {
      expect(certificateHost(text)).toBeUndefined();
    },
  );
});

describe('certificates in postbench.yaml', () => {
  const read = (certificates: unknown) =>
    workspaceSchema.shape.sending.safeParse({ certificates }).error?.issues.map(({ message }) => message);
  it('are refused with a sentence when they are none, or when a host has two', () => {
    expect(read([{ host: 'localhost:8443', sha256: A.toLowerCase() }])).toBeUndefined();
    expect(read([{ host: 'localhost:8443', sha256: 'AB:CD' }])![0]).toContain(
      '"AB:CD" is not a SHA-256 fingerprint: 64 hexadecimal digits',
    );
    expect(read([{ host: 'https://x/y', sha256: A }])![0]).toContain('is not a host and port');
    expect(
      read([
        { host: 'localhost', sha256: A },
        { host: 'LOCALHOST:443', sha256: A },
      ]),
    ).toEqual(['localhost:443 appears twice; a host and port has one certificate']);
    expect(read([{ host: 'localhost', sha256: A, always: true }])).toHaveLength(1);
  });
});

describe('the text about a refused certificate', () => {
  it('is read back as it was written, whatever the receiver calls itself', () => {
    const subject = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constant(`x sha256: "${A}" }. Valid until 1970-01-01T00:00:00.000Z; subject: y`),
    );
    fc.assert(
      fc.property(
        capitals,
        fc.option(capitals),
        subject,
        fc.integer({ min: 0, max: 4e12 }),
        (sha256, expected, name, validTo) => {
          const refused = {
            host: 'localhost:8443',
            sha256,
            expected,
            subject: name,
            validTo,
            reason: 'self-signed, expired on 2021-01-01',
          };
          const text = refusalText(refused);
          expect(refusedCertificate(text)).toEqual(refused);
          // What a reader of a terminal is to copy stands in it as postbench.yaml wants it.
          expect(text).toContain(`{ host: "localhost:8443", sha256: "${sha256}" }`);
        },
      ),
    );
  });

  it('is not seen in other texts', () => {
    for (const text of [
      '',
      'read ECONNRESET',
      'localhost:1 presented a certificate that cannot be accepted: X',
    ])
      expect(refusedCertificate(text)).toBeNull();
  });
});
