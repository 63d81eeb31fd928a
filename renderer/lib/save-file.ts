/** Ms after which the browser has taken the file. */
const TAKEN_MS = 10_000;

/** Saves a text as a file where the browser saves what it downloads. */
export function saveFile(name: string, text: string, type = 'text/plain'): void {
  save(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** Saves bytes as they are. */
export function saveBytes(name: string, bytes: Uint8Array<ArrayBuffer>, type = ''): void {
  save(name, new Blob([bytes], { type: type === '' ? 'application/octet-stream' : type }));
}

function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), TAKEN_MS);
}
