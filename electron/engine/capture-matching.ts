/**
 * Which attempt a captured request is of: the sender says which local port an attempt left from, and the receiver asks
 * for the remote port of a request. Nothing in the request itself says it, as with the platform.
 */
export class CaptureMatching {
  readonly #attempts = new Map<number, number>();

  /** An attempt leaves from a local TCP port; `undefined` says that the port is free again. */
  onPort(port: number, attemptId: number | undefined): void {
    if (attemptId === undefined) this.#attempts.delete(port);
    else this.#attempts.set(port, attemptId);
  }

  /** The attempt that a request from a local TCP port is of; undefined for a request that is not ours. */
  attemptOf(port: number): number | undefined {
    return this.#attempts.get(port);
  }
}
