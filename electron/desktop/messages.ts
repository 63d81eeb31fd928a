/** What the desktop tells the engine's process. */
export type HostMessage = { type: 'open'; dataFolder: string } | { type: 'port' } | { type: 'close' };

/** What the engine's process tells the desktop. */
export type EngineMessage =
  | { type: 'ready' }
  /** It could not open; `exit` is the exit code of the command line for this error. */
  | { type: 'failed'; title: string; text: string; exit: number };
