const CHARACTERS_AT_ONCE = 0x8000;

/** The bytes of a base64 text. */
export function fromBase64(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHARACTERS_AT_ONCE)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHARACTERS_AT_ONCE));
  return btoa(binary);
}

/** Bytes one after the other. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
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
