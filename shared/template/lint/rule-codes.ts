/** error: it will not arrive as meant; warning: it may not be what is meant; info: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * Every rule of the linter by its code, with its severity and, above each group, the file that decides it. Codes are in
 * kebab-case and stable: scripts may rely on them.
 */
export const LINT_RULES = {
  // rules/placeholders.ts
  'placeholder-unknown': 'warning',
  'placeholder-case': 'error',
  'placeholder-foreign': 'error',
  'placeholder-alike': 'info',
  'placeholder-other-kind': 'error',
  'secret-without-value': 'warning',
  // rules/formatted.ts
  'placeholder-format': 'warning',
  // rules/brace-findings.ts, found by rules/braces.ts and rules/json-braces.ts
  'placeholder-unclosed': 'error',
  'placeholder-unopened': 'error',
  'placeholder-nested': 'error',
  'placeholder-empty': 'error',
  'placeholder-broken': 'error',
  'placeholder-spelling': 'error',
  // rules/url.ts
  'placeholder-in-host': 'error',
  'placeholder-in-port': 'error',
  'placeholder-in-path': 'warning',
  'placeholder-in-key': 'warning',
  'url-invalid': 'error',
  'endpoint-unknown': 'error',
  'url-fragment': 'error',
  'url-unescaped': 'warning',
  'percent-before-placeholder': 'error',
  'url-too-long': 'warning',
  'parameter-without-key': 'error',
  'parameter-without-value': 'warning',
  'parameter-twice': 'warning',
  'parameter-joint': 'warning',
  // rules/stand-ins.ts
  'stand-in-left': 'warning',
  // rules/nested.ts
  'value-escaped-once': 'warning',
  // rules/lines.ts
  'line-without-ampersand': 'error',
  // rules/secrets.ts
  'url-secret': 'warning',
  'secret-name': 'error',
  // rules/body.ts
  'body-with-get': 'error',
  'body-empty': 'error',
  // rules/values.ts
  'body-unescaped': 'info',
  'body-breaks-on-values': 'error',
  // rules/json.ts and rules/json-faults.ts
  'json-invalid': 'error',
  'json-key-without-value': 'error',
  'json-unquoted': 'error',
  'json-key-twice': 'warning',
  // rules/xml.ts
  'xml-invalid': 'error',
  'xml-in-name': 'error',
  'xml-in-doctype': 'error',
  'xml-prefix': 'error',
  'xml-encoding': 'error',
  'xml-key-twice': 'warning',
  // rules/headers.ts
  'header-invalid': 'error',
  'content-type-other': 'warning',
  // rules/characters.ts
  'control-character': 'error',
  // rules/content.ts
  'action-id-missing': 'warning',
  'status-missing': 'warning',
  'payout-missing': 'warning',
  'amount-as-payout': 'warning',
  'key-not-unique': 'warning',
} as const satisfies Record<string, Severity>;
export type LintRule = keyof typeof LINT_RULES;
