/** From the main process to the engine's process. */
export type HostMessage =
  | { type: 'open'; dataFolder: string }
  | { type: 'port' }
  | { type: 'close' }
  /** The answer to `ask-to-run` and `ask-to-bind`. */
  | { type: 'allowed'; question: number; allowed: boolean };

/** From the engine's process to the main process. */
export type EngineMessage =
  | { type: 'ready' }
  /** Whether a command that a file of the workspace wants may run; the user is asked in a dialog. */
  | { type: 'ask-to-run'; question: number; file: string; command: string }
  /** Whether an endpoint may listen where other machines reach it. */
  | { type: 'ask-to-bind'; question: number; workspace: string; endpoint: string; address: string }
  /** It could not open; `exit` is the exit code of the command line for this error. */
  | { type: 'failed'; title: string; text: string; exit: number };
