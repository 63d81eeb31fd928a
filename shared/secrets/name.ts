/** How `{secret:NAME}` is told from other placeholders: none of their names has a colon. */
const PREFIX = 'secret:';

/** What NAME may be: a letter, then letters, digits, "_", "-" and ".", at most 64 in all. */
export const SECRET_NAME = '[A-Za-z][A-Za-z0-9_.-]{0,63}';

/** The name of a placeholder's secret; undefined for all other placeholders. */
export function secretOf(placeholder: string): string | undefined {
  return placeholder.startsWith(PREFIX) ? placeholder.slice(PREFIX.length) : undefined;
}

/** How a template writes a secret. */
export function secretText(name: string): string {
  return `{${PREFIX}${name}}`;
}

/** Upper case, with "_" for all but letters and digits: names that come to the same are the same secret. */
export function secretKey(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/** Before the key of a secret in the environment. */
export const SECRET_VARIABLES = 'POSTBENCH_SECRET_';

/** The variable of the environment that holds a secret's value. */
export function secretVariable(name: string): string {
  return SECRET_VARIABLES + secretKey(name);
}
