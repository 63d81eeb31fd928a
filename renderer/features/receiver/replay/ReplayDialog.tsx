import { SegmentedControl, Switch, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Capture } from '../../../../shared/contract/captures.ts';
import { isThisMachine } from '../../../../shared/http/this-machine.ts';
import { editedDraft, requestOfDraft } from '../../../../shared/receiver/replay/edited-draft.ts';
import { maskedValues } from '../../../../shared/receiver/replay/masked-values.ts';
import { REPLAY_TIMINGS, type Replay, replaySchema } from '../../../../shared/receiver/replay/replay-plan.ts';
import { Dialog, DialogForm } from '../../../components/Dialog.tsx';
import { fromBase64, toBase64 } from '../../../lib/bytes.ts';
import { counted } from '../../../lib/format.ts';
import { errorsByField } from '../../../lib/schema-errors.ts';
import { useIsAllowedHost } from '../../../state/allowed-hosts.ts';
import { useAsked } from '../../../state/asked.ts';
import { confirm } from '../../../state/confirm.ts';
import { client } from '../../../state/connection.ts';
import { useReceiverAddress } from '../../../state/engine.ts';
import { closeReplay, useReplayDialog } from '../../../state/replay-dialog.ts';
import { EditedFields } from './EditedFields.tsx';
import { ReplayResults } from './ReplayResults.tsx';
import { useReplay } from './useReplay.ts';
import './replay.css';

/** Captures that are looked through for masked values; what others have, the engine tells. */
const LOOKED_AT = 50;
/** Bytes of a body that can be edited. */
const BODY_LIMIT = 1024 * 1024;

const TIMINGS: Record<Replay['timing'], string> = {
  'one-by-one': 'One after the other',
  rate: 'At a rate',
  original: 'As they arrived',
};

/** Sends captures again: as they are or edited, to any receiver, once or often. */
export function ReplayDialog() {
  const ids = useReplayDialog((state) => state.ids);
  const title =
    ids === null || ids.length > 1
      ? `Replay ${counted(ids?.length ?? 0, 'capture')}`
      : `Replay capture #${ids[0]}`;
  return (
    <Dialog opened={ids !== null} onClose={closeReplay} title={title} size={720} className="replay-dialog">
      {ids === null ? null : <Loaded key={ids.join(' ')} ids={ids} />}
    </Dialog>
  );
}

function Loaded({ ids }: { ids: readonly number[] }) {
  const asked = useAsked(ids.slice(0, LOOKED_AT).join(' '), (signal) =>
    Promise.all(
      ids.slice(0, LOOKED_AT).map((id) => client.captures.get({ id, bodyLimit: BODY_LIMIT }, { signal })),
    ),
  );
  if (asked.state === 'waiting') return null;
  if (asked.state === 'failed')
    return (
      <p className="replay-none text-bad">
        {asked.problem.title} {asked.problem.remedy}
      </p>
    );
  return <ReplayForm ids={ids} captures={asked.value} />;
}

function hostOf(to: string): string | null {
  return URL.canParse(to) ? new URL(to).hostname : null;
}

function ReplayForm({ ids, captures }: { ids: readonly number[]; captures: readonly Capture[] }) {
  const address = useReceiverAddress();
  const [to, setTo] = useState(address);
  const [times, setTimes] = useState('1');
  const [timing, setTiming] = useState<Replay['timing']>('one-by-one');
  const [perSecond, setPerSecond] = useState('10');
  const [values, setValues] = useState<Record<number, string>>({});
  const [edits, setEdits] = useState(false);
  const [only] = captures;
  const canEdit = ids.length === 1 && only !== undefined && only.method !== '' && only.state === 'complete';
  const body = only === undefined ? new Uint8Array() : fromBase64(only.body);
  const [draft, setDraft] = useState(() =>
    editedDraft({
      method: only?.method ?? 'GET',
      target: only?.target ?? '/',
      headers: only?.headers ?? [],
      body,
    }),
  );
  const { run, start, cancel } = useReplay();
  const target = useRef<HTMLInputElement>(null);
  // The captures came after the dialog had given the focus to what there was.
  useEffect(() => target.current?.focus(), []);
  const isCut = canEdit && edits && body.length < only.keptLength;
  const masked = maskedValues(captures.map(textOf).join('\n'));
  const host = hostOf(to);
  const isAllowed = useIsAllowedHost(host);
  const isForeign = host !== null && !isThisMachine(host) && !isAllowed;
  const edited = canEdit && edits ? requestOfDraft(draft, body) : undefined;
  const plan = {
    ids: [...ids],
    to: to.trim(),
    times: Number(times),
    timing,
    ...(timing === 'rate' ? { perSecond: Number(perSecond) } : {}),
    ...(edited === undefined ? {} : { edited: { ...edited, body: toBase64(edited.body) } }),
    values,
  };
  const errors = errorsByField(replaySchema, plan);
  const missing = masked.filter(({ number }) => (values[number] ?? '') === '');
  const send = async () => {
    if (isForeign) {
      const sure = await confirm({
        title: `Send to ${host}?`,
        body: `${host} is not this machine, and the workspace does not allow it. ${counted(ids.length * Number(times), 'request')} will be sent there, this once.`,
        confirm: `Send to ${host}`,
      });
      if (!sure) return;
    }
    await start({ ...plan, ...(isForeign && host !== null ? { allowHost: host } : {}) });
  };
  return (
    <DialogForm
      verb={run?.state === 'running' ? 'Sending…' : run === null ? 'Send' : 'Send again'}
      good={Object.keys(errors).length === 0 && missing.length === 0 && !isCut && run?.state !== 'running'}
      onSubmit={send}
      onCancel={run?.state === 'running' ? cancel : closeReplay}
      cancel={run?.state === 'running' ? 'Stop' : 'Close'}
    >
      <TextInput
        label="To"
        description="An origin, which keeps each path and query; or a URL, whose path replaces them."
        placeholder="http://127.0.0.1:9000"
        classNames={{ input: 'mono' }}
        ref={target}
        value={to}
        error={errors['to']}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      {isForeign ? (
        <p className="text-12 text-warn">
          {host} is not this machine. Postbench asks before it sends anything there.
        </p>
      ) : null}
      <div className="replay-timing">
        <TextInput
          label="Times"
          className="replay-short"
          inputMode="numeric"
          value={times}
          error={errors['times']}
          onChange={(event) => setTimes(event.currentTarget.value)}
        />
        <div className="vstack">
          <span className="text-12 medium replay-label">When</span>
          <SegmentedControl
            aria-label="When"
            value={timing}
            onChange={(value) => setTiming(REPLAY_TIMINGS.find((one) => one === value) ?? 'one-by-one')}
            data={REPLAY_TIMINGS.map((value) => ({ value, label: TIMINGS[value] }))}
          />
        </div>
        {timing === 'rate' ? (
          <TextInput
            label="Requests per second"
            className="replay-rate"
            inputMode="decimal"
            value={perSecond}
            error={errors['perSecond']}
            onChange={(event) => setPerSecond(event.currentTarget.value)}
          />
        ) : null}
      </div>
      {masked.length === 0 ? null : (
        <fieldset className="replay-masked">
          <legend className="medium">Masked values</legend>
          <p className="text-12 dimmed">
            The share file left these out. Fill them in before the request is sent; they are not stored.
          </p>
          {masked.map(({ number, kind }) => (
            <TextInput
              key={number}
              label={`${number}: ${kind}`}
              value={values[number] ?? ''}
              onChange={(event) => setValues({ ...values, [number]: event.currentTarget.value })}
            />
          ))}
        </fieldset>
      )}
      {canEdit ? (
        <Switch
          label="Edit the request"
          checked={edits}
          onChange={(event) => setEdits(event.currentTarget.checked)}
        />
      ) : null}
      {canEdit && edits ? (
        <EditedFields
          draft={draft}
          errors={errors}
          cut={isCut}
          onChange={(part) => setDraft({ ...draft, ...part })}
        />
      ) : null}
      {run === null ? null : <ReplayResults run={run} />}
    </DialogForm>
  );
}

/** All text of a capture, one character for each byte. */
function textOf({ target, headers, body }: Capture): string {
  return [target, ...headers.map(([, value]) => value), atob(body)].join('\n');
}
