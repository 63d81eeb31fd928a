export function captures(_options: unknown, _io: unknown): number {
  return 3;
}
