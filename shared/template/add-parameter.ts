import type { Postback } from './postback.ts';
import { printUrl, readUrl } from './url-table.ts';

type Parts = Pick<Postback, 'method' | 'url' | 'body'>;

/**
 * A template that carries one more placeholder, under its own name: at the end of a POST's form, as the last member of
 * its JSON object, else at the end of the query.
 */
export function addParameter<Template extends Parts>(template: Template, name: string): Template {
  const { method, url, body } = template;
  if (method === 'POST' && body !== undefined) {
    const text = body.template;
    if (body.format === 'form') {
      const joint = text === '' || text.endsWith('&') ? '' : '&';
      return { ...template, body: { ...body, template: `${text}${joint}${name}={${name}}` } };
    }
    const last = /^(\s*\{[\s\S]*?)(\s*)\}\s*$/.exec(text);
    if (body.format === 'json' && last !== null) {
      const [, start = '', space = ''] = last;
      const joint = start.endsWith('{') ? '' : ',';
      const indent = /\n([ \t]+)\S[^\n]*$/.exec(start)?.[1];
      const gap = space.includes('\n') && indent !== undefined ? `\n${indent}` : ' ';
      const member = `"${name}": "{${name}}"`;
      return { ...template, body: { ...body, template: `${start}${joint}${gap}${member}${space}}` } };
    }
  }
  return { ...template, url: withQuery(url, name) };
}

function withQuery(url: string, name: string): string {
  const table = readUrl(url);
  const row = { start: 0, end: 0, key: name, value: `{${name}}` };
  const rows = table.rows.filter(({ key, value }) => key !== '' || value !== null);
  return printUrl({ ...table, rows: [...rows, row] });
}
