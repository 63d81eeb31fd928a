/** From the main process to the engine's process. */
export type HostMessage = { type: 'open'; dataFolder: string } | { type: 'port' } | { type: 'close' };

/** From the engine's process to the main process. */
export type EngineMessage =
  | { type: 'ready' }
  /** It could not open; `exit` is the exit code of the command line for this error. */
  | { type: 'failed'; title: string; text: string; exit: number };
