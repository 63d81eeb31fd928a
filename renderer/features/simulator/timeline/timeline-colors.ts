const NAMES = {
  bg: '--bg',
  sunken: '--bg-sunken',
  line: '--line',
  lineStrong: '--line-strong',
  text: '--text',
  text2: '--text-2',
  text3: '--text-3',
  onFill: '--text-on-fill',
  accentFill: '--accent-fill',
  accentBg: '--accent-bg',
  accentLine: '--accent-line',
  focus: '--focus',
  ok: '--ok-mark',
  warn: '--warn-mark',
  bad: '--bad-mark',
  badBg: '--bad-bg',
  note: '--note-mark',
  idle: '--idle-mark',
  hatch: '--hatch',
  font: '--font-ui',
} as const;

/** The tokens as a canvas needs them: plain values. */
export type TimelineColors = Readonly<Record<keyof typeof NAMES, string>>;

/** Reads the tokens of the colour scheme in force. */
export function readPalette(): TimelineColors {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    Object.entries(NAMES).map(([key, name]) => [key, style.getPropertyValue(name).trim()]),
  ) as TimelineColors;
}
