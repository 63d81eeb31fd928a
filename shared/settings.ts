export const SYNCHRONOUS = ['normal', 'full'] as const;
/** When the store waits for the disk: the values of SQLite's PRAGMA synchronous. */
export type Synchronous = (typeof SYNCHRONOUS)[number];

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** From most to least verbose; silent logs nothing. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export function isLogLevel(text: string | undefined): text is LogLevel {
  return LOG_LEVELS.some((level) => level === text);
}

/** What the app remembers apart from its data: one small file in the data folder. */
export interface AppSettings {
  /** What committed data survives: the end of the process (normal), or also a power cut (full). */
  synchronous: Synchronous;
  theme: Theme;
  /** The lowest level that is logged; --log-level and POSTBENCH_LOG_LEVEL take precedence. */
  logLevel: LogLevel;
  /** The port that the screen is served on, the same at each start; missing before the first one. */
  screenPort?: number;
  /** Folders of workspaces, most recently opened first. */
  recentWorkspaces: string[];
  /** Bounds of the desktop window in screen pixels, and whether it is maximized. */
  window: { x?: number; y?: number; width: number; height: number; maximized: boolean };
}

export const RECENT_LIMIT = 10;
/** The smallest size of the window. */
export const SMALLEST_WINDOW = { width: 900, height: 600 } as const;

/** JSON Schema for electron-store and conf alike: both read and write the same file. */
export const SETTINGS_SCHEMA = {
  synchronous: { type: 'string', enum: ['normal', 'full'], default: 'normal' },
  theme: { type: 'string', enum: ['system', 'light', 'dark'], default: 'system' },
  logLevel: { type: 'string', enum: LOG_LEVELS, default: 'info' },
  screenPort: { type: 'integer', minimum: 1, maximum: 65535 },
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

/** Name of the settings file, without its extension. */
export const SETTINGS_NAME = 'settings';
