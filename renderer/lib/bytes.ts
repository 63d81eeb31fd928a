const CHARACTERS_AT_ONCE = 0x8000;

/** The bytes of a base64 text. */
export function fromBase64(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Bytes one after the other. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** The text of bytes: UTF-8, or Latin-1 where they are not. A byte order mark at the beginning is left out. */
export function decodeText(bytes: Uint8Array): { text: string; utf8: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), utf8: true };
  } catch {
    return { text: new TextDecoder('latin1').decode(bytes), utf8: false };
  }
}

/** Bytes as they went over the wire: UTF-8 where they are that, else one character for each byte, so that nothing is lost. */
export function wireText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    let text = '';
    for (let at = 0; at < bytes.length; at += CHARACTERS_AT_ONCE) {
      text += String.fromCharCode(...bytes.subarray(at, at + CHARACTERS_AT_ONCE));
    }
    return text;
  }
}

/** Latin-1 text, as headers come over the contract, back to its bytes, read as UTF-8 where they are that. */
export function headerText(latin1: string): string {
  if (/^[\x00-\x7f]*$/.test(latin1)) return latin1;
  try {
    const bytes = Uint8Array.from(latin1, (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return latin1;
  }
}
