/**
 * Tells everyone who listens that something has changed. A listener that throws keeps neither the others nor whoever
 * tells from going on: it becomes a warning of the process, which the log has.
 */
export class Signal {
  readonly #listeners = new Set<() => void>();

  /** Listens from now on. Returns what stops it. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(): void {
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }
}
