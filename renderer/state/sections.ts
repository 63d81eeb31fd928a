/** The sections of the app in the order of the rail; each has its screen in `shell/screens.tsx`. */
export const SECTIONS = ['receiver', 'templates', 'simulator', 'checks'] as const;
export type Section = (typeof SECTIONS)[number];
