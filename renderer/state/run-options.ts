import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { originOf, SECRET_HEADERS, type SecretHeaders, type SendTo } from '../../shared/delivery/send-to.ts';
import { resolveUrl } from '../../shared/template/url.ts';
import { parseSpeed, type RunSpeed, speedText } from '../../shared/timeline/run-speed.ts';
import { readText, writeText } from '../lib/local-storage.ts';

/** Where postbacks go: to their own URLs, to a URL alone, or as they are to another origin. */
export const TO_MODES = ['local', 'own', 'at'] as const;
export type ToMode = (typeof TO_MODES)[number];

/** What every run and every manual step is started with. */
export interface RunOptions {
  toMode: ToMode;
  /** The URL alone. */
  toUrl: string;
  /** The other origin, and whether headers that look like secrets go there; null until the user has said so. */
  atOrigin: string;
  secretHeaders: SecretHeaders | null;
  /** Seed for the next run as typed; empty for a fresh one. */
  seed: string;
  /** Of the next run. */
  speed: RunSpeed;
  /** A host that the engine refused to send to. */
  refusedHost: string | null;
}

const savedMode = readText('simulator.to-mode');
const savedChoice = readText('simulator.secret-headers');

export const useRunOptions = create<RunOptions>()(() => ({
  toMode: TO_MODES.find((mode) => mode === savedMode) ?? 'local',
  toUrl: readText('simulator.to-url') ?? '',
  atOrigin: readText('simulator.at-origin') ?? '',
  secretHeaders: SECRET_HEADERS.find((choice) => choice === savedChoice) ?? null,
  seed: '',
  speed: parseSpeed(readText('simulator.run-speed') ?? '') ?? { mode: 'fast' },
  refusedHost: null,
}));

export type To = Pick<RunOptions, 'toMode' | 'toUrl' | 'atOrigin' | 'secretHeaders'>;

/** Where postbacks are sent: remembered for the next visit. */
export function chooseReceiver(part: Partial<To>): void {
  // What was decided for one origin is not decided for another.
  const anew = part.atOrigin === undefined ? {} : { secretHeaders: null };
  useRunOptions.setState({ ...anew, ...part, refusedHost: null });
  const { toMode, toUrl, atOrigin, secretHeaders } = useRunOptions.getState();
  writeText('simulator.to-mode', toMode);
  writeText('simulator.to-url', toUrl);
  writeText('simulator.at-origin', atOrigin);
  writeText('simulator.secret-headers', secretHeaders ?? '');
}

/** How fast runs go from the next one on: remembered for the next visit. */
export function chooseSpeed(speed: RunSpeed): void {
  useRunOptions.setState({ speed });
  writeText('simulator.run-speed', speedText(speed));
}

/** Where postbacks are sent instead of to their own URLs; undefined for these. */
export function toOf({ toMode, toUrl, atOrigin, secretHeaders }: To): SendTo | undefined {
  if (toMode === 'own' && toUrl.trim() !== '') return toUrl.trim();
  if (toMode === 'at' && isOrigin(atOrigin))
    return { at: atOrigin.trim(), secretHeaders: secretHeaders ?? 'omit' };
  return undefined;
}

/** The same for components. */
export function useSendTo(): SendTo | undefined {
  return useRunOptions(useShallow(toOf));
}

/** Whether a text is scheme, host and port, and no more. */
export function isOrigin(text: string): boolean {
  try {
    originOf(text);
    return true;
  } catch {
    return false;
  }
}

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
