import { parseTemplate } from '../parse.ts';

/** Where in JSON a placeholder stands. */
export interface JsonPlaceholder {
  name: string;
  start: number;
  end: number;
  inString: boolean;
}

/**
 * The placeholders of a JSON template with whether each stands in a string, and the same text with a stand-in of the
 * same length for each: a text where it stands in a string, a number where it does not. So offsets stay true, and a
 * parser can tell what is wrong besides.
 */
export function jsonPlaces(template: string): { placeholders: JsonPlaceholder[]; standIn: string } {
  const placeholders: JsonPlaceholder[] = [];
  let inString = false;
  let standIn = '';
  for (const segment of parseTemplate(template)) {
    const { start, end } = segment;
    if (segment.type === 'text') {
      for (let at = 0; at < segment.text.length; at += 1) {
        const char = segment.text[at];
        if (char === '"') inString = !inString;
        // No JSON string spans lines: an unclosed one must not turn the rest inside out.
        else if (char === '\n') inString = false;
        else if (char === '\\' && inString) at += 1;
      }
      standIn += segment.text;
    } else {
      placeholders.push({ name: segment.name, start, end, inString });
      standIn += (inString ? 'x' : '1').repeat(end - start);
    }
  }
  return { placeholders, standIn };
}
