import { resolveUrl } from '../../../shared/template/url.ts';

/** The host that a URL template names, or null when it has none of its own. */
export function hostOf(template: string): string | null {
  const resolved = resolveUrl(template, '');
  return resolved.ok ? resolved.url.hostname : null;
}

/** The seed as a number; undefined for a fresh one, null when the text is none. */
export function seedOf(text: string): number | undefined | null {
  if (text.trim() === '') return undefined;
  const seed = Number(text.trim());
  return /^\d+$/.test(text.trim()) && seed <= 0xffff_ffff ? seed : null;
}
