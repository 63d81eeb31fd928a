import { create } from 'zustand';
import { resolveUrl } from '../../shared/template/url.ts';
import { parseSpeed, type RunSpeed, speedText } from '../../shared/timeline/run-speed.ts';
import { readText, writeText } from '../lib/local-storage.ts';
import { notify } from './notify.ts';

/** What every run and every manual step is started with. */
export interface RunOptions {
  /** The local receiver, or a URL of the user's own. */
  toMode: 'local' | 'own';
  toUrl: string;
  /** Seed for the next run as typed; empty for a fresh one. */
  seed: string;
  /** Of the next run. */
  speed: RunSpeed;
  /** A host that the engine refused to send to. */
  refusedHost: string | null;
}

export const useRunOptions = create<RunOptions>()(() => ({
  toMode: readText('simulator.to-mode') === 'own' ? 'own' : 'local',
  toUrl: readText('simulator.to-url') ?? '',
  seed: '',
  speed: parseSpeed(readText('simulator.run-speed') ?? '') ?? { mode: 'fast' },
  refusedHost: null,
}));

type To = Pick<RunOptions, 'toMode' | 'toUrl'>;

/** Where postbacks are sent: remembered for the next visit. */
export function chooseReceiver(part: Partial<To>): void {
  useRunOptions.setState({ ...part, refusedHost: null });
  const { toMode, toUrl } = useRunOptions.getState();
  writeText('simulator.to-mode', toMode);
  writeText('simulator.to-url', toUrl);
}

/** How fast runs go from the next one on: remembered for the next visit. */
export function chooseSpeed(speed: RunSpeed): void {
  useRunOptions.setState({ speed });
  writeText('simulator.run-speed', speedText(speed));
}

/** The URL template that stands in for the postbacks' own; undefined for the local receiver. */
export function toOf({ toMode, toUrl }: To): string | undefined {
  return toMode === 'own' && toUrl.trim() !== '' ? toUrl.trim() : undefined;
}

/** The user wants their own receiver but has not said where it is: nothing may go anywhere else meanwhile. */
export function lacksTo({ toMode, toUrl }: To): boolean {
  return toMode === 'own' && toUrl.trim() === '';
}

/** Asks for the URL while it is missing; returns true if it is. */
export function asksForTo(): boolean {
  if (!lacksTo(useRunOptions.getState())) return false;
  notify.say('Enter your receiver’s URL first, or select the local receiver.');
  document.getElementById('simulator-to-url')?.focus();
  return true;
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
