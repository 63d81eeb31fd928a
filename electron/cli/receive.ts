export function receive(_options: unknown, _io: unknown): number {
  return 3;
}
