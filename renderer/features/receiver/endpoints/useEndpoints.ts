import { useEffect, useMemo, useState } from 'react';
import type { EndpointView } from '../../../../shared/contract/engine.ts';
import type { Endpoint } from '../../../../shared/receiver/endpoints/endpoint-schema.ts';
import { useCaptures } from '../../../state/captures.ts';
import { client } from '../../../state/connection.ts';
import { useEngine } from '../../../state/engine.ts';
import { useWorkspace } from '../../../state/workspace.ts';

/** An endpoint as it listens, and as its file has it. */
export interface ListedEndpoint {
  view: EndpointView;
  /** Undefined for the default one where no file lists it. */
  settings: Endpoint | undefined;
  /** Captures that arrived at it; undefined until they are counted. */
  captures: number | undefined;
}

/** The receiver's endpoints, the default one first. */
export function useEndpoints(): ListedEndpoint[] {
  // As one text, so that a new view with the same endpoints is no change.
  const text = useEngine(({ view }) => JSON.stringify(view?.receiver.endpoints ?? []));
  const settings = useWorkspace(({ view }) => view?.settings.endpoints);
  const views = useMemo(() => JSON.parse(text) as EndpointView[], [text]);
  const counts = useCounts(views.map(({ name }) => name));
  return views.map((view) => ({
    view,
    settings: settings?.find(({ name }) => name === view.name),
    captures: counts[view.name],
  }));
}

/** Ms between two looks at whether captures came or went. */
const LOOK_MS = 500;

/** How many captures arrived at each endpoint; counted anew when captures come or go, one count after the other. */
function useCounts(names: readonly string[]): Record<string, number> {
  const [counts, setCounts] = useState<Record<string, number>>({});
  const text = names.join(' ');
  useEffect(() => {
    const ended = new AbortController();
    let counted = '';
    let busy = false;
    const look = async () => {
      const { newest, total } = useCaptures.getState();
      const now = `${newest} ${total}`;
      if (busy || now === counted) return;
      busy = true;
      await countsOf(text.split(' '), ended.signal).then(
        (found) => {
          if (ended.signal.aborted) return;
          counted = now;
          setCounts(found);
        },
        // Lost connections are told by the frame; the next look asks again.
        () => undefined,
      );
      busy = false;
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => {
      clearInterval(timer);
      ended.abort();
    };
  }, [text]);
  return counts;
}

async function countsOf(names: readonly string[], signal: AbortSignal): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const name of names) {
    const query = `endpoint:="${name}"`;
    found[name] = (await client.captures.list({ query, limit: 1 }, { signal })).total;
  }
  return found;
}
