import { PostbenchError } from '../errors.ts';

/** Where "Test my receiver" asks for what a receiver must know before it accepts an action. */
const FIRST = '“What your receiver must know first”';

/**
 * What sentences say to whoever works in a terminal, and the same for whoever looks at the screen. Sentences are written
 * once, for the terminal and for reports; the screen has neither options nor backticks.
 */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [
    /Register it with --before, or fix its values with --set\./g,
    `Register it, or fix its values, under ${FIRST}.`,
  ],
  [/--secret \S+ makes this a failure\./g, 'confirm it in Test my receiver to make this a failure.'],
  [/name it with --secret\./g, 'name it as “secret” in check.yaml.'],
  [/Name the parameter itself, as in --secret token for/g, 'Name the parameter itself, as in token for'],
  [/Allow the host in the workspace, or with --allow-host\./g, 'Allow the host in the workspace.'],
  [
    /Name a postback with --postback, or your receiver’s URL with --to\./g,
    'Select a postback, or enter your receiver’s URL.',
  ],
  [/read your records with --state\./g, 'show your records at a URL.'],
  [
    /Say how: “state” in check\.yaml, or --state on the command line\./g,
    'Set up how to see them in Test my receiver.',
  ],
  [/Check --before:/g, 'Check the URL that registers it:'],
  [/For all ids, run postbench check --list\./g, 'The Checks screen lists all of them.'],
  [/--state-command: /g, 'The command that shows records: '],
  [/--state: /g, 'The URL that shows records: '],
  [/--before-command: /g, 'The command that registers a click: '],
  [/--before: /g, 'The URL that registers a click: '],
  [
    /Add --secret-headers send to send them, or --secret-headers omit to leave them out\./g,
    'Choose whether they are sent to that origin.',
  ],
  [/--set: /g, 'Fixed values: '],
  [/is fixed by --set,/g, 'has a fixed value,'],
  [/--(only|skip): /g, '“$1” in check.yaml: '],
  [/`([^`]+)`/g, '“$1”'],
];

/** A sentence that was written for a terminal, in words for the screen. */
export function screenWords(text: string): string {
  if (!text.includes('--') && !text.includes('`')) return text;
  return PHRASES.reduce((left, [phrase, words]) => left.replace(phrase, words), text);
}

/** The same for an error; any other error stays as it is. */
export function screenError(error: unknown): unknown {
  if (!(error instanceof PostbenchError)) return error;
  const { code, message, remedy, place } = error;
  return new PostbenchError(code, screenWords(message), { remedy: screenWords(remedy), place });
}
