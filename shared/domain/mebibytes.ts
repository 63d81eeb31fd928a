/** "16.0 MiB": a size as limits of files and messages state it. */
export function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
