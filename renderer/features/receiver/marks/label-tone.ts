const TONES = 6;

/** Which of the colours of marks.css a label has: the same for the same word, in any case. */
export function labelTone(label: string): number {
  let hash = 0;
  for (const sign of label.toLowerCase()) hash = (hash * 31 + sign.codePointAt(0)!) % 9_973;
  return hash % TONES;
}
