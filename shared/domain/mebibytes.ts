/** "16 MiB", "4.8 MiB": a size as limits of files and messages state it. */
export function mebibytes(bytes: number): string {
  return `${Number((bytes / 1024 / 1024).toFixed(1))} MiB`;
}
