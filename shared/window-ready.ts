/** Printed by the desktop on stdout once its window shows the screen; `postbench open` waits for this line. */
export const WINDOW_READY = 'POSTBENCH_WINDOW_READY';
