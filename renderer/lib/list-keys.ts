/** The row that a key leads to in a list, or undefined for a key that does not move. `current` is -1 for none. */
export function listKey(key: string, current: number, count: number, page: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return current + 1;
    case 'ArrowUp':
    case 'k':
      return current < 0 ? 0 : current - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'PageDown':
      return current + page;
    case 'PageUp':
      return current - page;
    default:
      return undefined;
  }
}
