import { create } from 'zustand';
import { readText, writeText } from '../../../lib/local-storage.ts';
import type { GuideStart } from './guide.ts';

const KEY = 'simulator.guide';

function stored(): GuideStart | null {
  try {
    const read = JSON.parse(readText(KEY) ?? 'null') as Partial<GuideStart> | null;
    const { link, afterClick, afterAction } = read ?? {};
    if (typeof link !== 'string' || typeof afterClick !== 'number' || typeof afterAction !== 'number')
      return null;
    return { link, afterClick, afterAction };
  } catch {
    // Not ours, or from another version: it begins anew.
    return null;
  }
}

/** A guided test conversion survives a reload; null before its link is made. */
export const useGuide = create<{ start: GuideStart | null }>()(() => ({ start: stored() }));

export function beginGuide(start: GuideStart | null): void {
  useGuide.setState({ start });
  writeText(KEY, JSON.stringify(start));
}
