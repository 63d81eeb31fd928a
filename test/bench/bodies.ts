import { placeholdersFor } from '../../shared/placeholders/placeholder-registry.ts';
import type { BodyFormat } from '../../shared/template/postback.ts';

const names = [...placeholdersFor('action').keys()];

/** A body of about `characters` in which every third line carries a placeholder. */
export function bodyOf(format: BodyFormat, characters: number): string {
  const lines: string[] = [];
  for (let size = 0, n = 0; size < characters; n += 1) {
    const value = n % 3 === 0 ? `{${names[n % names.length]}}` : `fixed text number ${n}, as it stands`;
    const line = {
      json: `  "key_${n}": "${value}"`,
      xml: `  <key_${n}>${value}</key_${n}>`,
      form: `key_${n}=${value.replaceAll(' ', '+')}`,
    }[format];
    lines.push(line);
    size += line.length + 2;
  }
  if (format === 'json') return `{\n${lines.join(',\n')}\n}\n`;
  return format === 'xml' ? `<postback>\n${lines.join('\n')}\n</postback>\n` : lines.join('&');
}
