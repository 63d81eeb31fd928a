import { useEffect } from 'react';
import { captureList, useCaptures } from '../../../state/captures.ts';
import { client } from '../../../state/connection.ts';
import { attemptQuietly } from '../../../state/notify.ts';
import { select, useUi } from '../../../state/ui.ts';

/** Keeps a capture selected where there is one: in place of one that was removed, the one that stood below it. */
export function useSelectionKept(selected: number | null): void {
  const { loaded, total, newest, revision } = useCaptures();
  const empty = total === 0;

  useEffect(() => {
    if (!loaded) return;
    if (empty) select({ captureId: null });
    else if (selected === null) select({ captureId: newest });
  }, [loaded, empty, newest, selected]);

  useEffect(() => {
    const now = captureList.use.getState();
    if (!loaded || empty || selected === null) return;
    if (now.revision === revision && now.places.has(selected)) return;
    void attemptQuietly(async () => {
      const { rows } = await client.captures.list({ upTo: selected, limit: 1 });
      const found = rows[0]?.id ?? useCaptures.getState().newest;
      if (found !== selected && useUi.getState().captureId === selected)
        select({ captureId: found === 0 ? null : found });
    });
  }, [loaded, empty, selected, revision]);
}
