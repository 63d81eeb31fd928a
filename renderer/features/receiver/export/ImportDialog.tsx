import { FileInput, Progress } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ImportStep } from '../../../../shared/contract/captures.ts';
import { Dialog, DialogForm } from '../../../components/Dialog.tsx';
import { ProblemBox } from '../../../components/ProblemBox.tsx';
import { toBase64 } from '../../../lib/bytes.ts';
import { count, counted } from '../../../lib/format.ts';
import { type ProblemText, problemOf } from '../../../lib/problem.ts';
import { client } from '../../../state/connection.ts';
import { notify } from '../../../state/notify.ts';
import { select } from '../../../state/ui.ts';
import { closeCaptureImport, useExportDialog } from './export-dialog.ts';

/** Bytes of a file that a page sends to the engine at once; larger ones are imported by the command. */
const MOST = 20_000_000;

/** Takes the requests of a file over as captures. */
export function ImportDialog() {
  const importing = useExportDialog((state) => state.importing);
  return (
    <Dialog title="Import captures" opened={importing} onClose={closeCaptureImport} size={520}>
      <ImportForm />
    </Dialog>
  );
}

type Read = Extract<ImportStep, { type: 'read' }>;

function ImportForm() {
  const [file, setFile] = useState<File | null>(null);
  const [read, setRead] = useState<Read | null>(null);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const take = async (given: File, store: boolean): Promise<ImportStep | undefined> => {
    running.current?.abort();
    const ended = new AbortController();
    running.current = ended;
    try {
      const bytes = toBase64(new Uint8Array(await given.arrayBuffer()));
      const steps = await client.captures.import(
        { name: given.name, bytes, store },
        { signal: ended.signal },
      );
      let last: ImportStep | undefined;
      for await (const step of steps) {
        last = step;
        if (step.type === 'progress') setProgress(step);
        if (step.type === 'read') setRead(step);
      }
      return ended.signal.aborted ? undefined : last;
    } finally {
      setProgress(null);
    }
  };
  const look = async (given: File | null) => {
    setFile(given);
    setRead(null);
    setProblem(null);
    if (given === null) return;
    if (given.size > MOST) {
      setProblem({
        code: '',
        place: '',
        title: `The file has ${count(Math.round(given.size / 1_000_000))} MB; at most ${MOST / 1_000_000} MB can be imported here.`,
        remedy: 'Close Postbench and run postbench captures --import FILE.',
      });
      return;
    }
    try {
      await take(given, false);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const submit = async () => {
    if (file === null) return;
    const last = await take(file, true);
    if (last?.type !== 'imported') return;
    if (last.first !== null) select({ captureId: last.first });
    notify.say(`Imported ${counted(last.captures, 'capture')}.`);
    closeCaptureImport();
  };
  return (
    <DialogForm
      verb="Import"
      good={read !== null && read.captures > 0 && problem === null}
      onSubmit={submit}
      onCancel={closeCaptureImport}
    >
      <FileInput
        label="File"
        description="A HAR, a share file (.postbench), or the JSON of webhook.site, Pipedream or Hookdeck"
        placeholder="Select a file…"
        accept=".har,.json,.jsonl,.postbench"
        value={file}
        onChange={(given) => void look(given)}
        data-autofocus
      />
      {problem === null ? null : <ProblemBox problem={problem} />}
      {read === null ? null : <ReadFacts read={read} />}
      {progress === null ? null : (
        <Progress value={(100 * progress.done) / Math.max(1, progress.total)} aria-label="Requests read" />
      )}
      <p className="dimmed text-12">
        Nothing is sent or run. Imported captures are marked, and keep their own times.
      </p>
    </DialogForm>
  );
}

function ReadFacts({ read: { form, captures, manifest, notes } }: { read: Read }) {
  return (
    <div role="status">
      <p>
        {counted(captures, 'request')} ({form})
        {manifest === null ? '' : `, made with ${manifest.product.name} ${manifest.product.version}`}.
      </p>
      {manifest === null || manifest.masked.length === 0 ? null : (
        <p className="dimmed text-12">
          {counted(manifest.masked.length, 'value')} masked; fill them in before a replay.
        </p>
      )}
      {notes.map((note) => (
        <p key={note} className="dimmed text-12">
          {note}
        </p>
      ))}
    </div>
  );
}
