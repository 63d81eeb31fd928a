/** Small things of this screen that outlive it: pane sizes and switches. Storage may be forbidden; then nothing is kept. */
const PREFIX = 'postbench.';

export function readText(key: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeText(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // Nothing depends on it.
  }
}

/** The same for what outlives a reload, and not the window. */
export function readOfWindow(key: string): string | undefined {
  try {
    return sessionStorage.getItem(PREFIX + key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeOfWindow(key: string, value: string): void {
  try {
    sessionStorage.setItem(PREFIX + key, value);
  } catch {
    // Nothing depends on it.
  }
}

export function readNumber(key: string): number | undefined {
  const value = Number.parseFloat(readText(key) ?? '');
  return Number.isFinite(value) ? value : undefined;
}

export function writeNumber(key: string, value: number): void {
  writeText(key, String(value));
}
