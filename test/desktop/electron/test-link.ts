import type { FromMain, ToMain } from '../messages.ts';

/** Tells the test, whose browser shows the window. */
export function tellTest(message: FromMain): void {
  process.send?.(message);
}

export function onTest(listener: (message: ToMain) => void): void {
  process.on('message', (message) => listener(message as ToMain));
}
