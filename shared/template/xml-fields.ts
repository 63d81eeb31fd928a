import { SaxesParser } from 'saxes';
import type { BodyReader } from './field.ts';

interface Open {
  path: string;
  text: string;
  /** Children so far, by name. */
  children: Map<string, number>;
}

/** The leaves and attributes of an XML body by their path, as in `action/items/item[2]@sku`. */
export const readXml: BodyReader = (body) => {
  const out: { key: string; value: string }[] = [];
  const open: Open[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    // The first one says it; a broken megabyte has a million more.
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const parent = open.at(-1);
    const nth = (parent?.children.get(name) ?? 0) + 1;
    parent?.children.set(name, nth);
    const path = parent === undefined ? name : `${parent.path}/${name}${nth === 1 ? '' : `[${nth}]`}`;
    for (const [key, value] of Object.entries(attributes)) out.push({ key: `${path}@${key}`, value });
    open.push({ path, text: '', children: new Map() });
  });
  const add = (text: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element?.children.size === 0) out.push({ key: element.path, value: element.text });
  });
  try {
    parser.write(body).close();
  } catch (error) {
    return { problem: `not valid XML: ${error instanceof Error ? error.message : String(error)}` };
  }
  return out;
};
