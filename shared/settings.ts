export const SYNCHRONOUS = ['normal', 'full'] as const;
/** When the store waits for the disk: as SQLite's PRAGMA synchronous. */
export type Synchronous = (typeof SYNCHRONOUS)[number];

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** From the most to the least that is logged; silent is nothing. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export function isLogLevel(text: string | undefined): text is LogLevel {
  return LOG_LEVELS.some((level) => level === text);
}

/** What the app remembers besides its data: one small file in the data folder. */
export interface AppSettings {
  /** What committed data survives: the end of the process (normal), or a power cut too (full). */
  synchronous: Synchronous;
  theme: Theme;
  /** What goes into the log, from this level on; --log-level and POSTBENCH_LOG_LEVEL come first. */
  logLevel: LogLevel;
  /** Folders of workspaces, the last opened first. */
  recentWorkspaces: string[];
  /** Place of the desktop window in screen pixels, and whether it fills the screen. */
  window: { x?: number; y?: number; width: number; height: number; maximized: boolean };
}

export const RECENT_LIMIT = 10;
/** Below this the window does not shrink. */
export const SMALLEST_WINDOW = { width: 900, height: 600 } as const;

/** JSON Schema for electron-store and conf alike: both read and write the same file. */
export const SETTINGS_SCHEMA = {
  synchronous: { type: 'string', enum: ['normal', 'full'], default: 'normal' },
  theme: { type: 'string', enum: ['system', 'light', 'dark'], default: 'system' },
  logLevel: { type: 'string', enum: LOG_LEVELS, default: 'info' },
  recentWorkspaces: { type: 'array', items: { type: 'string' }, default: [] },
  window: {
    type: 'object',
    properties: {
      x: { type: 'number' },
      y: { type: 'number' },
      width: { type: 'number', minimum: 100 },
      height: { type: 'number', minimum: 100 },
      maximized: { type: 'boolean' },
    },
    required: ['width', 'height', 'maximized'],
    default: { width: 1280, height: 800, maximized: false },
  },
} as const;

/** Name of the settings file, without its ending. */
export const SETTINGS_NAME = 'settings';
