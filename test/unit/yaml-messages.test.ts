import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from 'yaml';
import { z } from 'zod';
import { parseYaml } from '../../electron/engine/workspace/yaml-file.ts';
import { explainSyntaxError } from '../../electron/engine/workspace/yaml-syntax-errors.ts';
import { checkConfigSchema } from '../../shared/checks/config.ts';
import { profileSchema } from '../../shared/delivery/profile.ts';
import { scenarioSchema } from '../../shared/scenario/schema.ts';
import { postbackSchema } from '../../shared/template/postback.ts';
import { issueMessage } from '../../shared/workspace/issue-message.ts';
import { workspaceSchema } from '../../shared/workspace/schema.ts';
import { ROOT } from '../fixtures/command.ts';

/** Words of the YAML and schema libraries that nobody who writes a file should have to know. */
const LIBRARY =
  /implicit|flow[ -]|block (?:coll|seq|scalar)|scalar|\bnode\b|\btoken|indicator|Invalid (?:input|key|option|element)|expected \w+, received|Unrecognized|Too (?:small|big)|Unresolved|ReferenceError|RangeError|Maximum call stack|YAML\.\w|\[object|undefined|NaN|Plain value|Map keys|must be unique/;

const SCHEMAS: Record<string, z.ZodType> = {
  postback: postbackSchema,
  scenario: scenarioSchema,
  workspace: workspaceSchema,
  profile: profileSchema,
  check: checkConfigSchema,
};

/** The problems of a text, each checked to be in our words, with a place in the text and a remedy. */
function problemsOf(text: string, schema: z.ZodType = postbackSchema): string[] {
  const read = parseYaml('f.yaml', text, schema);
  if (read.ok) return [];
  const lines = text.split(/\r\n|\n|\r/).length;
  return read.problems.map(({ line, column, message, remedy }) => {
    expect(`${message} ${remedy}`).not.toMatch(LIBRARY);
    expect(message).toMatch(/[.?]$/);
    expect(remedy).toMatch(/[.?]$/);
    if (line !== null) expect(line >= 1 && line <= lines + 1 && column! >= 1, message).toBe(true);
    return `${line}:${column} ${message} ${remedy}`;
  });
}

describe('a mistake in a YAML file is said in words that a writer of one knows', () => {
  it.each([
    ['a colon in a value', 'name: Sale: 20% off\n', /^1:\d+ A value without quotes contains ": "/],
    ['two documents', 'name: a\nurl: /b\n---\nname: c\n', /^3:1 A second document begins here/],
    ['a merge key', 'a: &a { name: x }\nb:\n  <<: *a\n', /^3:3 Merge keys/],
    ['a key twice', 'name: a\nurl: /b\nname: c\n', /^3:1 "name" appears twice here/],
    ['a tab', 'name: a\nheaders:\n\tX-A: b\n', /^3:\d+ This line is indented with a tab/],
    ['an unknown alias', 'name: *nobody\nurl: /a\n', /^1:7 No value before this one is named &nobody/],
    ['an unknown tag', 'name: !thing a\nurl: /a\n', /^1:\d+ A value begins with !/],
    [
      'a number for a text',
      'name: 00123\nurl: /a\n',
      /^1:7 00123 is not in quotes, so YAML reads it as 123\. Quote it/,
    ],
    ['a list for a text', 'name: [a]\nurl: /a\n', /^1:7 name: must be text, not a list/],
    [
      'a double quote that is never closed',
      'name: "a\nurl: /b\n',
      /A text that is opened with " is never closed/,
    ],
    [
      'a single quote that is never closed',
      "name: 'a\nurl: /b\n",
      /A text that is opened with ' is never closed/,
    ],
    ['a bracket that is never closed', 'name: a\nurl: [\n', /bracket/],
    ['indentation', 'name: a\n  url: /b\n', /^\d:\d+ /],
    ['an unknown key', 'name: a\nurll: /b\n', /^2:1 "urll" is not a known setting\. Did you mean "url"\?/],
    [
      'a value of none of the words',
      'name: a\nurl: /b\nmethod: PSOT\n',
      /^3:9 method: must be one of GET, POST, not "PSOT"; did you mean POST\?/,
    ],
    ['an empty file', '', /^1:1 name: is missing/],
    ['a list where settings belong', '- a\n- b\n', /^1:1 It holds a list; settings such as "name: value"/],
    ['a single value', 'hello\n', /^1:1 It holds a single value/],
    ['an escape', 'name: "a\\q"\nurl: /a\n', /^1:\d+ A backslash in double quotes/],
    ['a reserved sign', 'name: @a\nurl: /a\n', /^1:7 A value without quotes cannot begin with @/],
    ['a percent sign', 'name: a\nurl: %a\n', /cannot begin with %/],
    ['something after quotes', 'name: "a" b\nurl: /a\n', /^1:\d+ Something follows a value/],
    ['a setting without a value', 'name:\nurl: /a\n', /^1:\d+ name: has no value/],
    ['deep nesting', `name: ${'['.repeat(500)}\n`, /nested more than 64 levels/],
    ['a closing bracket too many', 'name: a]\nurl: ]\n', /bracket too many|bracket/],
    ['a comma too many', 'name: [a,,b]\nurl: /a\n', /comma too many/],
    ['an alias in itself', 'name: &a [*a]\nurl: /a\n', /inside the value that it names/],
  ])('%s', (_what, text, said) => {
    const problems = problemsOf(text);
    expect(
      problems.some((problem) => said.test(problem)),
      problems.join('\n'),
    ).toBe(true);
  });

  const CODES: Record<ErrorCode, readonly string[]> = {
    ALIAS_PROPS: ['An alias node must not specify any properties'],
    BAD_ALIAS: ['Alias cannot be an empty string', 'Alias ending in : is ambiguous'],
    BAD_COLLECTION_TYPE: ['tag:yaml.org,2002:map used for seq collection, but expects map'],
    BAD_DIRECTIVE: ['Unknown directive %FOO'],
    BAD_DQ_ESCAPE: ['Invalid escape sequence \\q'],
    BAD_INDENT: [
      'Flow end indicator should be more indented than parent',
      'All collection items must start at the same column',
    ],
    BAD_PROP_ORDER: ['Anchors and tags must be after the - indicator'],
    BAD_SCALAR_START: [
      'Plain value cannot start with reserved character @',
      'Plain value cannot start with a tab character',
    ],
    BLOCK_AS_IMPLICIT_KEY: ['Nested mappings are not allowed in compact mappings'],
    BLOCK_IN_FLOW: ['Block collections are not allowed within flow collections'],
    DUPLICATE_KEY: ['Map keys must be unique'],
    IMPOSSIBLE: ['Map comment with trailing content'],
    KEY_OVER_1024_CHARS: [
      'The : indicator must be at most 1024 chars after the start of an implicit block mapping key',
    ],
    MISSING_CHAR: [
      'Missing closing "quote',
      "Missing closing 'quote",
      'Comments must be separated from other tokens by white space characters',
      'Missing directives-end indicator line',
      'Implicit map keys need to be followed by map values',
      'Sequence item without - indicator',
      'Missing , between flow sequence items',
      'Missing space after : in flow map',
      'Tags and anchors must be separated from the next token by white space',
      'Expected flow sequence to end with ]',
      'something new',
    ],
    MULTILINE_IMPLICIT_KEY: ['Implicit keys need to be on a single line'],
    MULTIPLE_ANCHORS: ['A node can have at most one anchor'],
    MULTIPLE_DOCS: ['Source contains multiple documents; please use YAML.parseAllDocuments()'],
    MULTIPLE_TAGS: ['A node can have at most one tag'],
    NON_STRING_KEY: ['With stringKeys, all keys must be strings'],
    RESOURCE_EXHAUSTION: ['Maximum call stack size exceeded'],
    TAB_AS_INDENT: ['Tabs are not allowed as indentation'],
    TAG_RESOLVE_FAILED: ['Unresolved tag: !a'],
    UNEXPECTED_TOKEN: [
      'Block scalar header includes extra characters: |x',
      'Unexpected , in flow sequence',
      'Unexpected ] in flow map',
      'Unexpected scalar at node end',
      'Unexpected flow-seq-end token in YAML stream: "]"',
      'something new',
    ],
  };
  it.each(Object.entries(CODES))(
    'every cause of %s has a sentence and a remedy of its own',
    (code, causes) => {
      for (const cause of causes) {
        const { message, remedy } = explainSyntaxError(code as ErrorCode, cause, 'name: x\n', 0);
        expect(`${message} ${remedy}`).not.toMatch(LIBRARY);
        expect(message).not.toBe('');
        expect(remedy).toMatch(/\.$/);
      }
    },
  );

  it('every kind of issue of a schema has a sentence', () => {
    const schema = z.strictObject({
      type: z.string(),
      number: z.number(),
      int: z.int(),
      list: z.array(z.string()).min(2).max(3),
      one: z.array(z.string()).min(1),
      word: z.enum(['alpha', 'beta']),
      literal: z.literal('x'),
      short: z.string().min(3),
      long: z.string().max(2),
      small: z.number().min(3),
      above: z.number().gt(3),
      big: z.number().max(3),
      below: z.number().lt(3),
      step: z.number().multipleOf(5),
      url: z.url(),
      form: z.string().regex(/^a/),
      either: z.union([z.number(), z.boolean()]),
      keys: z.record(z.string().regex(/^a/), z.string()),
      bool: z.boolean(),
      when: z.string().refine(() => false),
    });
    const text = `type: [1]\nnumber: a\nint: 1.5\nlist: [a]\none: []\nword: alhpa\nliteral: y\nshort: ab\nlong: abc\nsmall: 1\nabove: 3\nbig: 4\nbelow: 3\nstep: 3\nurl: "no"\nform: b\neither: c\nkeys: { b: c }\nbool: d\nwhen: e\nother: 1\n`;
    const problems = problemsOf(text, schema);
    expect(problems.map((problem) => problem.replace(/ Correct the file\..*/, ''))).toMatchInlineSnapshot(`
      [
        "1:7 type: must be text, not a list.",
        "2:9 number: must be a number, not "a".",
        "3:6 int: must be a whole number, not "1.5".",
        "4:7 list: needs 2 entries or more.",
        "5:6 one: needs at least one entry.",
        "6:7 word: must be one of alpha, beta, not "alhpa"; did you mean alpha?",
        "7:10 literal: must be x, not "y".",
        "8:8 short: needs 3 characters or more.",
        "9:7 long: has more than 2 characters.",
        "10:8 small: must be 3 or more.",
        "11:8 above: must be more than 3.",
        "12:6 big: must be 3 or less.",
        "13:8 below: must be less than 3.",
        "14:7 step: must be a multiple of 5.",
        "15:6 url: has a form that is not valid here: "no".",
        "16:7 form: has a form that is not valid here: "b".",
        "17:9 either: must be a number or true or false.",
        "18:9 keys.b: has a form that is not valid here: "b".",
        "19:7 bool: must be true or false, not "d".",
        "20:7 when: is not valid here.",
        "null:null More problems of this file are not listed. Correct those that are listed first.",
      ]
    `);
    for (const code of [
      'invalid_type',
      'invalid_value',
      'too_small',
      'too_big',
      'invalid_format',
      'not_multiple_of',
      'unrecognized_keys',
      'invalid_union',
      'invalid_key',
      'invalid_element',
      'custom',
    ])
      expect(
        issueMessage({
          code,
          expected: 'map',
          values: ['a'],
          origin: 'set',
          minimum: 1,
          maximum: 2,
          format: 'x',
          divisor: 2,
          keys: ['a'],
          errors: [],
          issues: [],
          input: Symbol.iterator,
          path: [],
        } as never),
      ).not.toMatch(LIBRARY);
  });

  const EXAMPLES: readonly (readonly [string, string])[] = [
    ['workspace', 'postbench.yaml'],
    ['postback', 'postbacks/acme-life-cycle.yaml'],
    ['postback', 'postbacks/acme-inquiries.yaml'],
    ['scenario', 'purchase-reversal.yaml'],
    ['scenario', 'inquiry.yaml'],
  ];
  it.each(EXAMPLES)('whatever is changed in a %s such as %s', (kind, file) => {
    const text = readFileSync(join(ROOT, 'shared/examples', file), 'utf8');
    expect(problemsOf(text, SCHEMAS[kind])).toEqual([]);
    const piece = fc.oneof(
      fc.constantFrom(
        ...'\t:#-?,[]{}&*!|>\'"%@`\\\n '.split(''),
        ': ',
        '- ',
        '\n  ',
        '<<: ',
        '---\n',
        '*a',
        '&a ',
        '!b ',
        '? ',
        '00',
        'null',
        'true',
        '1e5',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(12), piece, (at, cut, put) => {
        problemsOf(`${text.slice(0, at)}${put}${text.slice(at + cut)}`, SCHEMAS[kind]);
      }),
      { numRuns: 300 },
    );
  });

  it('any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom(...Object.values(SCHEMAS)),
        (text, schema) => {
          problemsOf(text, schema);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a file with thousands of mistakes', () => {
  it.each([
    ['unknown settings', (n: number) => `k${n}: 1\n`],
    ['the same setting', () => 'k: 1\n'],
    ['tabs', () => '\tk: 1\n'],
    ['unknown aliases', (n: number) => `k${n}: *a\n`],
    ['tags', (n: number) => `k${n}: !t 1\n`],
  ])('lists the first of %s, and says that there are more', (_what, line) => {
    const text = Array.from({ length: 3000 }, (_, n) => line(n)).join('');
    const problems = problemsOf(text);
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toMatch(/^null:null More problems of this file are not listed/);
  });
});
