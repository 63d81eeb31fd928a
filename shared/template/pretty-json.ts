const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON laid out for reading, or undefined for what is not JSON. Made from the text itself: big numbers, escapes,
 * the order of keys and keys that are there twice stay as they were sent.
 */
export function prettyJson(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const parts: string[] = [];
  let depth = 0;
  let previous = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  for (const [token] of text.matchAll(TOKEN)) {
    const closing = token === '}' || token === ']';
    const afterOpening = previous === '{' || previous === '[';
    if (closing) depth -= 1;
    if (closing ? !afterOpening : afterOpening || previous === ',') parts.push(line());
    parts.push(token === ':' ? ': ' : token);
    if (token === '{' || token === '[') depth += 1;
    previous = token;
  }
  return parts.join('');
}
