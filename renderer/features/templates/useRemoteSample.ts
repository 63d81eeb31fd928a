import { useEffect, useState } from 'react';
import type { ActionView } from '../../../shared/contract/activity.ts';
import type { Capture } from '../../../shared/contract/captures.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import { type ProblemText, problemOf } from '../../lib/problem.ts';
import { useActionRow } from '../../state/actions.ts';
import { useActivity } from '../../state/activity.ts';
import { client } from '../../state/connection.ts';
import { actionKeyOf, captureIdOf } from './sample-choice.ts';

/** More of a body than this is no sample. */
const BODY_LIMIT = 1_000_000;

/** An action of the simulator with what was sent for it, by event and time. */
export interface ActionSource {
  view: ActionView;
  sent: ReadonlyMap<string, Values>;
}

export type Remote =
  | { state: 'loading' | 'none' }
  | { state: 'gone'; problem: ProblemText }
  | { state: 'action'; source: ActionSource }
  | { state: 'capture'; capture: Capture };

const NONE: Remote = { state: 'none' };

/** Names a line of a ledger among those of its action. */
export const lineKey = ({ event, at }: { event: string; at: number }) => `${event} ${at}`;

async function readAction(key: number): Promise<Remote> {
  const view = await client.activity.action({ key });
  const about = { subject: 'action', key, from: 'oldest', limit: 500 } as const;
  const { rows } = await client.activity.deliveries(about);
  const deliveries = new Map(rows.map((row) => [row.id, row]));
  const values = rows.length === 0 ? [] : await client.activity.values({ ids: [...deliveries.keys()] });
  const sent = new Map<string, Values>();
  for (const { id, values: given } of values) {
    const delivery = deliveries.get(id);
    if (delivery !== undefined) sent.set(lineKey({ event: delivery.event, at: delivery.createdAt }), given);
  }
  return { state: 'action', source: { view, sent } };
}

async function readCapture(id: number): Promise<Remote> {
  return { state: 'capture', capture: await client.captures.get({ id, bodyLimit: BODY_LIMIT }) };
}

/** The simulated action or the capture that was chosen as a sample, read anew when it changes. */
export function useRemoteSample(chosen: string | null): Remote {
  const key = actionKeyOf(chosen);
  const id = captureIdOf(chosen);
  const change = useActionRow(key)?.change;
  const loaded = useActivity((state) => state.loaded);
  const [read, setRead] = useState<{ of: string; remote: Remote } | null>(null);
  useEffect(() => {
    if (chosen === null || (key === null && id === null) || !loaded) return;
    // A change of the action is why it is read again.
    void change;
    let ended = false;
    const take = (remote: Remote) => {
      if (!ended) setRead({ of: chosen, remote });
    };
    const reading = key === null ? readCapture(id ?? 0) : readAction(key);
    reading.then(take, (error: unknown) => take({ state: 'gone', problem: problemOf(error) }));
    return () => {
      ended = true;
    };
  }, [chosen, key, id, change, loaded]);
  if (key === null && id === null) return NONE;
  return read?.of === chosen ? read.remote : { state: 'loading' };
}
