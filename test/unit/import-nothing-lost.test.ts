import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRequests } from '../../shared/template/import/read-requests.ts';

/** A piece of a command, and words of it that must stand in the request or in a note. */
type Piece = readonly [written: string, ...words: string[]];

const word = fc.stringMatching(/^[a-z]{3,8}$/).map((text) => `w${text}`);
const piece = (make: (word: string) => Piece): fc.Arbitrary<Piece> => word.map(make);

const CURL = fc.oneof(
  piece((w) => [`-H 'X-${w}: ${w}'`, `X-${w}`, w]),
  piece((w) => [`-H '${w}'`, w]),
  piece((w) => [`-H 'X-${w}:'`, `X-${w}`]),
  piece((w) => [`-H @${w}`, w]),
  piece((w) => [`-d a=${w}`, w]),
  piece((w) => [`--data-urlencode ${w}='b c'`, w]),
  piece((w) => [`--url-query q=${w}`, w]),
  piece((w) => [`--json '{"a":"${w}"}'`, w]),
  piece((w) => [`-A ${w}`, w]),
  piece((w) => [`-e ${w}`, w]),
  piece((w) => [`-b a=${w}`, w]),
  piece((w) => [`-b ${w}`, w]),
  piece((w) => [`-F file=@${w}`, w]),
  piece((w) => [`--form-string ${w}=1`, w]),
  piece((w) => [`-T ${w}`, w]),
  piece((w) => [`-x ${w}`, w]),
  piece((w) => [`-o ${w}`, w]),
  piece((w) => [`--resolve ${w}`, w]),
  piece((w) => [`--max-time=${w}`, `--max-time=${w}`]),
  piece((w) => [`--${w}`, `--${w}`]),
  piece((w) => [`-X ${w.toUpperCase()}`, w.toUpperCase()]),
  piece((w) => [`https://${w}.test/`, w]),
  piece((w) => [`--next -d n=${w} https://next.test/`, w]),
  fc.constantFrom<Piece>(
    ['-k', '-k'],
    ['-sS', '-s', '-S'],
    ['--compressed', '--compressed'],
    ['-L', '-L'],
    ['-u me:pw', '-u'],
    ['-Z', '-Z'],
  ),
);

const WGET = fc.oneof(
  piece((w) => [`--header 'X-${w}: ${w}'`, `X-${w}`]),
  piece((w) => [`--header ${w}`, w]),
  piece((w) => [`--post-data a=${w}`, w]),
  piece((w) => [`-O ${w}`, w]),
  piece((w) => [`--tries=${w}`, w]),
  piece((w) => [`--${w}`, `--${w}`]),
  piece((w) => [`https://${w}.test/`, w]),
  fc.constantFrom<Piece>(
    ['-q', '-q'],
    ['--no-check-certificate', '--no-check-certificate'],
    ['--user x', '--user'],
  ),
);

const HTTPIE = fc.oneof(
  piece((w) => [`${w}=1`, w]),
  piece((w) => [`a:='"${w}"'`, w]),
  piece((w) => [`${w}==2`, w]),
  piece((w) => [`X-A:${w}`, w]),
  piece((w) => [`${w}@file`, w]),
  piece((w) => [`${w}:`, w]),
  piece((w) => [`${w}`, w]),
  piece((w) => [`--timeout ${w}`, w]),
  piece((w) => [`--${w}`, `--${w}`]),
  fc.constantFrom<Piece>(['-v', '-v'], ['-a me:pw', '--auth']),
);

/** What may stand around a command. */
const BEFORE = fc.oneof(
  fc.constant<Piece>(['']),
  fc.constant<Piece>(['sudo ', 'sudo']),
  piece((w) => [`V=${w} `, w]),
  piece((w) => [`cd ${w} && `, w]),
  piece((w) => [`cat ${w} | `, w]),
  piece((w) => [`echo ${w} | tr a b | `, w]),
);
const AFTER = fc.oneof(
  fc.constant<Piece>(['']),
  piece((w) => [` | jq .${w}`, w]),
  piece((w) => [` > ${w}`, w]),
  piece((w) => [` 2> ${w}`, w]),
  piece((w) => [`; echo ${w}`, w]),
  piece((w) => [` && rm ${w}`, w]),
  piece((w) => [` || exit ${w}`, w]),
  piece((w) => [` & sleep ${w}`, w]),
  piece((w) => [`\necho ${w}`, w]),
  piece((w) => [` <<EOF\n${w}\nEOF`, w]),
);

/** Everything that the reader says of a text: its requests and its notes. */
function said(text: string): string {
  const { entries, notes } = readRequests(text);
  return JSON.stringify([
    notes,
    entries.map((entry) => {
      try {
        return entry.read();
      } catch (error) {
        return String(error);
      }
    }),
  ]);
}

it.each([
  ['curl', 'https://h.test/', CURL],
  ['wget', 'https://h.test/', WGET],
  ['http', 'POST https://h.test/', HTTPIE],
] as const)(
  'each option, argument and text around %s shows in the request or is named in a note',
  (tool, first, pieces) => {
    fc.assert(
      fc.property(BEFORE, fc.array(pieces, { maxLength: 6 }), AFTER, (before, given, after) => {
        const text = `${before[0]}${tool} ${first} ${given.map(([written]) => written).join(' ')}${after[0]}`;
        const told = said(text);
        for (const [, ...words] of [before, ...given, after])
          for (const one of words) expect(told, text).toContain(one);
      }),
      { numRuns: 500 },
    );
  },
);

it('each parameter and statement around Invoke-WebRequest shows in the request or is named in a note', () => {
  const parameter = fc.oneof(
    piece((w) => [`-Headers @{ 'X-A' = '${w}' }`, w]),
    piece((w) => [`-Body $${w}`, w]),
    piece((w) => [`-WebSession $${w}`, w]),
    piece((w) => [`-TimeoutSec ${w}`, w]),
    piece((w) => [`-${w} 5`, w]),
    piece((w) => [`@${w}`, w]),
    piece((w) => [`-OutFile ${w}`, w]),
    piece((w) => [`${w}`, w]),
    fc.constantFrom<Piece>(
      ['-UseBasicParsing', 'UseBasicParsing'],
      ['-SkipCertificateCheck', 'SkipCertificateCheck'],
    ),
  );
  const around = piece((w) => [`Get-Item ${w}`, w]);
  fc.assert(
    fc.property(
      around,
      fc.uniqueArray(parameter, { maxLength: 5, selector: ([written]) => written.split(' ')[0]! }),
      around,
      (before, given, after) => {
        const text = `${before[0]}\nInvoke-WebRequest https://h.test/ -Method Post ${given.map(([written]) => written).join(' ')} | Out-Null; ${after[0]}`;
        const told = said(text);
        for (const [, ...words] of [before, ...given, after, ['', 'Out-Null'] as const])
          for (const one of words) expect(told, text).toContain(one);
      },
    ),
    { numRuns: 500 },
  );
});
