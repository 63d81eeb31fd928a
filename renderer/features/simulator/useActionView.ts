import { useEffect } from 'react';
import { create } from 'zustand';
import type { ActionView } from '../../../shared/contract/activity.ts';
import { useActionRow } from '../../state/actions.ts';
import { client } from '../../state/connection.ts';
import { attemptQuietly } from '../../state/notify.ts';
import { useUi } from '../../state/ui.ts';

/** The one action that is read in full; lists know rows only. */
const useRead = create<{ view: ActionView | null }>()(() => ({ view: null }));

/** Takes in an action that a command answered with, without reading it again. */
export function takeAction(view: ActionView): void {
  const { view: known } = useRead.getState();
  if (known === null || known.key !== view.key || known.change <= view.change) useRead.setState({ view });
}

/**
 * The selected action with its ledger, read anew each time its row changes. While it is being read the last reading
 * stands, so that nothing flickers; undefined before the first one.
 */
export function useSelectedAction(): ActionView | undefined {
  const key = useUi(({ actionKey }) => actionKey);
  const view = useRead((state) => state.view);
  return view !== null && view.key === key ? view : undefined;
}

/** Reads the selected action whenever it has changed. Called once, by the screen. */
export function useReadAction(): void {
  const key = useUi(({ actionKey }) => actionKey);
  const change = useActionRow(key)?.change;
  useEffect(() => {
    if (key === null || change === undefined) return;
    const { view } = useRead.getState();
    if (view?.key === key && view.change >= change) return;
    const abort = new AbortController();
    void attemptQuietly(async () => {
      try {
        takeAction(await client.activity.action({ key }, { signal: abort.signal }));
      } catch (error) {
        // Another one was chosen meanwhile.
        if (!abort.signal.aborted) throw error;
      }
    });
    return () => abort.abort();
  }, [key, change]);
}
