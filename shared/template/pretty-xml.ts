/** Comment, CDATA, processing instruction, document type, tag with its attributes, or text. */
const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<![^[>]*(?:\[[\s\S]*?\]\s*)?>|<\/?[^\s<>/!?](?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+/g;

interface Node {
  /** The token that opens it, as sent. */
  text: string;
  kind: 'element' | 'leaf' | 'text';
  children: Node[];
  /** The closing tag; empty when the element closes itself. */
  end: string;
}

const nameOf = (tag: string) => /^<\/?([^\s/>]+)/.exec(tag)?.[1];

/**
 * XML laid out for reading, or undefined for what is not well-formed enough to tell where elements end. Made from the
 * text itself; only blanks between elements change. Elements that hold text stay on one line, as they were sent.
 */
export function prettyXml(text: string): string | undefined {
  const root = parse(text.trim());
  if (root === undefined || !root.children.some(({ kind }) => kind === 'element')) return undefined;
  const lines: string[] = [];
  for (const child of root.children) if (!isBlank(child)) layOut(child, 0, lines);
  return lines.join('\n');
}

function parse(text: string): Node | undefined {
  const root: Node = { text: '', kind: 'element', children: [], end: '' };
  const open = [root];
  let read = 0;
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    // A gap is something that is no token: a "<" that opens nothing.
    if (match.index !== read) return undefined;
    read += token.length;
    const parent = open.at(-1)!;
    if (token.startsWith('</')) {
      if (parent === root || nameOf(parent.text) !== nameOf(token)) return undefined;
      parent.end = token;
      open.pop();
      continue;
    }
    const tag = /^<[^!?]/.test(token);
    const kind = tag ? 'element' : token.startsWith('<') && !token.startsWith('<![CDATA[') ? 'leaf' : 'text';
    const node: Node = { text: token, kind, children: [], end: '' };
    parent.children.push(node);
    if (tag && !token.endsWith('/>')) open.push(node);
  }
  return read === text.length && open.length === 1 ? root : undefined;
}

const isBlank = ({ kind, text }: Node) => kind === 'text' && text.trim() === '';

function asSent(node: Node): string {
  return node.text + node.children.map(asSent).join('') + node.end;
}

function layOut(node: Node, depth: number, lines: string[]): void {
  const indent = '  '.repeat(depth);
  const holdsText = node.children.some((child) => child.kind === 'text' && !isBlank(child));
  const inner = node.children.filter((child) => !isBlank(child));
  if (holdsText || inner.length === 0) {
    lines.push(indent + asSent(node));
    return;
  }
  lines.push(indent + node.text);
  for (const child of inner) layOut(child, depth + 1, lines);
  if (node.end !== '') lines.push(indent + node.end);
}
