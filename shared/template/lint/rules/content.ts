import type { PostbackKind } from '../../../placeholders/placeholder-registry.ts';
import { parseTemplate, placeholderNames } from '../../parse.ts';
import { type Finding, finding, type LintText } from '../finding.ts';
import { sentParameters, wordsOf } from '../parameters.ts';

/** A key of a template whose value is one placeholder and nothing else. */
interface Binding {
  key: string;
  name: string;
  start: number;
  end: number;
}

/** What stands before a placeholder that is the whole value of a key; looked at backwards, and not far. */
const BEFORE: Partial<Record<LintText['format'], RegExp>> = {
  json: /"([^"\\{}]{1,100})"\s*:\s*"?$/,
  xml: /(?:<([A-Za-z_][\w.:-]{0,99})(?:\s[^<>]{0,150})?>\s*|([A-Za-z_][\w.:-]{0,99})\s*=\s*["'])$/,
};
const FAR = 300;

function bindings({ text, format }: LintText): Binding[] {
  if (format === 'url' || format === 'form') {
    const from = format === 'url' ? text.indexOf('?') + 1 : 0;
    if (format === 'url' && from === 0) return [];
    return sentParameters(text, from).flatMap(({ key, value, equals, end }) => {
      const name = /^\{([A-Za-z][A-Za-z0-9_]*)\}$/.exec(value)?.[1];
      return name === undefined ? [] : [{ key, name, start: equals + 1, end }];
    });
  }
  const before = BEFORE[format];
  if (before === undefined) return [];
  return parseTemplate(text).flatMap((segment) => {
    if (segment.type === 'text') return [];
    const { name, start, end } = segment;
    const match = before.exec(text.slice(Math.max(0, start - FAR), start));
    const key = match?.[1] ?? match?.[2];
    return key === undefined ? [] : [{ key, name, start, end }];
  });
}

/** Keys by which receivers tell one conversion from another. */
const UNIQUE_KEY =
  /^(?:id|tid|txid|tx|uid|uuid|guid|key|dedup.*|unique.*|(?:trans|transaction|txn|action|conversion|conv|event|order|sale|lead)[_-]?(?:id|no|number|key|ref)?)$/i;
/** Several actions share one of these: seen live. */
const SHARED = new Set(['SubId1', 'SubId2', 'SubId3', 'SharedId', 'RefClickId']);
/** Keys under which receivers book what they earn. */
const EARNED =
  /(?:^|_)(?:pay|payout|commission|comm|revenue|rev|earning|earnings|income|profit|reward|cashback)$/i;

/** What a whole template lacks or confuses, beyond its spelling. */
export function lintContent(texts: readonly LintText[], kind: PostbackKind): Finding[] {
  if (kind !== 'action' && kind !== 'clearing') return [];
  const names = new Set(texts.flatMap(({ text }) => placeholderNames(text)));
  const found = texts.flatMap((text) => lintBindings(text, names));
  const whole =
    texts.find(({ field, text }) => field === 'body' && text !== '') ??
    texts.find(({ field }) => field === 'url');
  if (whole === undefined) return found;
  const range = [0, whole.text.length] as const;
  if (!names.has('ActionId')) {
    found.push(
      finding(
        whole,
        'action-id-missing',
        range,
        'ActionId is missing: a postback can arrive twice, and duplicates cannot be recognized without it.',
        'Send {ActionId} and use it as the key.',
      ),
    );
  }
  if (kind === 'action' && !names.has('Status')) {
    found.push(
      finding(
        whole,
        'status-missing',
        range,
        'Status is missing: a reversal looks like a sale with a payout of 0.00.',
        'Send {Status}, which is PENDING, APPROVED or REVERSED.',
      ),
    );
  }
  return found;
}

function lintBindings(text: LintText, names: ReadonlySet<string>): Finding[] {
  return bindings(text).flatMap(({ key, name, start, end }): Finding[] => {
    const range = [start, end] as const;
    if (SHARED.has(name) && UNIQUE_KEY.test(key)) {
      return [
        finding(
          text,
          'key-not-unique',
          range,
          `"${key}" looks like the key of a conversion, but {${name}} is not unique: several actions can have the same value.`,
          'Send {ActionId} there, and this value under another key.',
          { title: 'Write {ActionId}', edits: [{ start, end, text: '{ActionId}' }] },
        ),
      ];
    }
    const earned = EARNED.test(wordsOf(key));
    if ((name === 'Amount' || name === 'IntendedAmount' || name === 'DeltaAmount') && earned) {
      const payout = name.replace('Amount', 'Payout');
      return [
        finding(
          text,
          'amount-as-payout',
          range,
          `"${key}" receives {${name}}, which is what the customer paid. What you earn is {${payout}}.`,
          `Send {${payout}} there.`,
          { title: `Write {${payout}}`, edits: [{ start, end, text: `{${payout}}` }] },
        ),
      ];
    }
    if (name === 'Amount' && !names.has('Payout') && !names.has('DeltaPayout')) {
      return [
        finding(
          text,
          'amount-as-payout',
          range,
          '{Amount} is what the customer paid. What you earn, {Payout}, is not sent.',
          'Send {Payout} too.',
        ),
      ];
    }
    return [];
  });
}
