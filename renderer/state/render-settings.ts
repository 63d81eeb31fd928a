import { useMemo } from 'react';
import type { PostbackKind } from '../../shared/placeholders/placeholder-registry.ts';
import { type NamedSettings, settingsFor } from '../../shared/template/settings.ts';
import { useLocalAddresses } from './engine.ts';
import { useRules, useWorkspace } from './workspace.ts';

/** How the workspace reads the names of one kind of postback, and where its endpoints are. */
export function useRenderSettings(kind: PostbackKind): NamedSettings {
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const unknown = useWorkspace(({ view }) => view?.settings.sending.unknownPlaceholder ?? 'literal');
  const local = useLocalAddresses();
  const userAgent = useRules()?.profile.userAgent;
  return useMemo(
    () => settingsFor(kind, { declared, unknown, ...local, userAgent }),
    [kind, declared, unknown, local, userAgent],
  );
}
