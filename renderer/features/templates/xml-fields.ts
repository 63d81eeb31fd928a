import type { BodyReader } from '../../../shared/template/values-table.ts';

function walk(element: Element, path: string, out: { key: string; value: string }[]): void {
  for (const { name, value } of element.attributes) out.push({ key: `${path}@${name}`, value });
  const children = [...element.children];
  if (children.length === 0) out.push({ key: path, value: element.textContent });
  const counts = new Map<string, number>();
  for (const child of children) {
    const count = (counts.get(child.tagName) ?? 0) + 1;
    counts.set(child.tagName, count);
    walk(child, `${path}/${child.tagName}${count === 1 ? '' : `[${count}]`}`, out);
  }
}

/** The leaves and attributes of an XML body by their path, as in `action/items/item[2]@sku`. */
export const readXml: BodyReader = (body) => {
  const document = new DOMParser().parseFromString(body, 'application/xml');
  const broken = document.querySelector('parsererror');
  if (broken !== null) {
    const lines = (broken.textContent ?? '').split('\n').map((line) => line.trim());
    return { problem: `not valid XML: ${lines.find((line) => /error/i.test(line)) ?? lines[0] ?? ''}` };
  }
  const out: { key: string; value: string }[] = [];
  walk(document.documentElement, document.documentElement.tagName, out);
  return out;
};
