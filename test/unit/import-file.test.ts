import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileText, LARGEST_FILE } from '../../shared/template/import/file-text.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean) =>
  Uint8Array.from(
    Array.from(text, (char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]).flatMap(([low, high]) =>
      little ? [low!, high!] : [high!, low!],
    ),
  );
const refused = expect.objectContaining({ code: 'PB_ARGUMENT_INVALID' }) as Error;

describe('the text of a file', () => {
  const text = "curl 'https://h/?n=Zoë'\r\n";

  it.each([
    ['UTF-8', utf8(text)],
    ['UTF-8 with a byte order mark', utf8(`\ufeff${text}`)],
    ['UTF-16 as PowerShell writes it', utf16(`\ufeff${text}`, true)],
    ['UTF-16 of the other order', utf16(`\ufeff${text}`, false)],
    ['UTF-16 without a mark', utf16(text, true)],
  ])('is read as %s', (_title, bytes) => {
    expect(fileText(bytes)).toEqual({ text, notes: [] });
  });

  it('is read as Windows-1252 where it is no UTF-8, and that is said', () => {
    const bytes = Uint8Array.from('n=Zo\xeb', (char) => char.charCodeAt(0));
    expect(fileText(bytes)).toEqual({ text: 'n=Zoë', notes: [expect.stringContaining('Windows-1252')] });
  });

  it.each([
    ['an archive', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0])],
    ['a gzip file', Uint8Array.from([0x1f, 0x8b, 8, 0])],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10])],
    ['a program', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])],
    ['one that is too large', new Uint8Array(LARGEST_FILE + 1)],
  ])('is refused for %s', (_title, bytes) => {
    expect(() => fileText(bytes)).toThrow(refused);
  });

  it('is refused with what the file is', () => {
    expect(() => fileText(Uint8Array.from([0x1f, 0x8b, 8, 0]))).toThrow(
      'This file is a gzip file, not text.',
    );
  });

  it('is the text that was written, with a mark or without', () => {
    const printable = fc.stringMatching(/^[\x20-\x7e\n\r\té-ÿА-я€]{0,40}$/);
    fc.assert(
      fc.property(printable, fc.boolean(), (written, marked) => {
        expect(fileText(utf8(`${marked && written !== '' ? '\ufeff' : ''}${written}`)).text).toBe(written);
      }),
    );
  });
});
