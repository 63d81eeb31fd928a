/** The first port that the screen is served on, above those of receivers. */
export const FIRST_SCREEN_PORT = 7400;
const LAST_SCREEN_PORT = 7499;

/**
 * The ports that the screen is tried on, in order: the one where it was last, since a browser remembers what was chosen
 * per port; else the first free one from 7400 up; at last any.
 */
export function screenPorts(remembered: number | null): number[] {
  const range = Array.from(
    { length: LAST_SCREEN_PORT - FIRST_SCREEN_PORT + 1 },
    (_, index) => FIRST_SCREEN_PORT + index,
  );
  return [...(remembered === null ? [] : [remembered]), ...range.filter((port) => port !== remembered), 0];
}

/** Listens on the first port that can be had. Throws what the last one throws. */
export async function listenOnFirst(
  ports: readonly number[],
  listen: (port: number) => Promise<unknown>,
): Promise<void> {
  for (const [index, port] of ports.entries()) {
    try {
      await listen(port);
      return;
    } catch (error) {
      const { code } = error as { code?: unknown };
      const isTaken = code === 'EADDRINUSE' || code === 'EACCES';
      if (!isTaken || index === ports.length - 1) throw error;
    }
  }
}
