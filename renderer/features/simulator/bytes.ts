const LATIN1_AT_ONCE = 0x8000;

/** The bytes of a base64 text. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

/** Bytes as text: UTF-8 where they are that, else one letter for each byte, so that nothing is lost. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    let text = '';
    for (let at = 0; at < bytes.length; at += LATIN1_AT_ONCE) {
      text += String.fromCharCode(...bytes.subarray(at, at + LATIN1_AT_ONCE));
    }
    return text;
  }
}
