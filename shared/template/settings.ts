import {
  type DeclaredPlaceholder,
  type PostbackKind,
  placeholdersFor,
} from '../placeholders/placeholder-registry.ts';
import type { RenderSettings } from './postback.ts';

/** What render settings are made of, as data: a thread can be sent it, a function not. */
export interface SettingsData extends Omit<RenderSettings, 'known'> {
  /** Placeholders that the workspace declares. */
  declared?: readonly DeclaredPlaceholder[] | undefined;
}

/** Render settings that remember what they were made of. */
export interface NamedSettings extends RenderSettings {
  data: SettingsData;
}

/** How a workspace reads the names of one kind of postback. */
export function settingsFor(kind: PostbackKind, data: SettingsData): NamedSettings {
  const { declared, ...rest } = data;
  const registry = placeholdersFor(kind, declared);
  return { ...rest, known: (name) => registry.has(name), data };
}
