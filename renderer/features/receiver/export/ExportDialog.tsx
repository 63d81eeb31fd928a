import { Button, Progress, Select } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ExportFormat } from '../../../../shared/contract/captures.ts';
import { MASK_ALL, type MaskChoice } from '../../../../shared/receiver/share/found-values.ts';
import { Dialog, DialogContent } from '../../../components/Dialog.tsx';
import { ProblemBox } from '../../../components/ProblemBox.tsx';
import { fromBase64 } from '../../../lib/bytes.ts';
import { count, counted } from '../../../lib/format.ts';
import { type ProblemText, problemOf } from '../../../lib/problem.ts';
import { saveBlob } from '../../../lib/save-file.ts';
import { client } from '../../../state/connection.ts';
import { notify } from '../../../state/notify.ts';
import { closeExport, type Exported, useExportDialog } from './export-dialog.ts';
import { MaskPreview } from './MaskPreview.tsx';

const FORMATS: readonly { value: ExportFormat; label: string; ending: string }[] = [
  { value: 'har', label: 'HAR 1.2', ending: 'har' },
  { value: 'csv', label: 'CSV', ending: 'csv' },
  { value: 'jsonl', label: 'JSON lines', ending: 'jsonl' },
  { value: 'raw', label: 'Raw requests', ending: 'http' },
  { value: 'share', label: 'Share file, with private values masked', ending: 'postbench' },
];

/** Saves captures as a file. */
export function ExportDialog() {
  const exporting = useExportDialog((state) => state.exporting);
  return (
    <Dialog title="Export captures" opened={exporting !== null} onClose={closeExport} size={640}>
      {exporting === null ? null : <ExportForm exporting={exporting} />}
    </Dialog>
  );
}

function ExportForm({ exporting }: { exporting: Exported }) {
  const [format, setFormat] = useState<ExportFormat>('har');
  const [choice, setChoice] = useState<MaskChoice>(MASK_ALL);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const { query } = exporting;
  const ranges = exporting.ranges.map(([from, through]): [number, number] => [from, through]);

  const save = async () => {
    const ended = new AbortController();
    running.current = ended;
    setProblem(null);
    setProgress({ done: 0, total: 0 });
    try {
      const parts: BlobPart[] = [];
      let done = 0;
      const mask = { off: [...choice.off], keep: [...choice.keep], also: [...choice.also] };
      const stream = await client.captures.export({ query, ranges, format, mask }, { signal: ended.signal });
      for await (const part of stream) {
        done = part.done;
        setProgress({ done, total: part.total });
        if (part.bytes !== '') parts.push(new Uint8Array(fromBase64(part.bytes)));
      }
      if (ended.signal.aborted) return;
      saveBlob(`captures.${FORMATS.find(({ value }) => value === format)!.ending}`, new Blob(parts));
      notify.say(`Exported ${counted(done, 'capture')}.`);
      closeExport();
    } catch (error) {
      if (!ended.signal.aborted) setProblem(problemOf(error));
    } finally {
      running.current = null;
      setProgress(null);
    }
  };

  return (
    <DialogContent
      buttons={
        <>
          {problem === null ? null : <ProblemBox problem={problem} />}
          <div className="dialog-buttons">
            <span className="spacer" />
            <Button onClick={() => (progress === null ? closeExport() : running.current?.abort())}>
              Cancel
            </Button>
            <Button variant="filled" disabled={progress !== null} onClick={() => void save()}>
              Export
            </Button>
          </div>
        </>
      }
    >
      <div className="form">
        <Select
          label="Format"
          data={FORMATS.map(({ value, label }) => ({ value, label }))}
          value={format}
          allowDeselect={false}
          disabled={progress !== null}
          onChange={(value) => setFormat((value ?? 'har') as ExportFormat)}
          data-autofocus
        />
        {format === 'share' ? (
          <MaskPreview query={query} ranges={ranges} choice={choice} onChoice={setChoice} />
        ) : (
          <p className="dimmed text-12">
            Values of secrets on this machine are replaced with their names. Anything else is exported as it
            arrived.
          </p>
        )}
        {progress === null ? null : (
          <div>
            <Progress
              value={progress.total === 0 ? 0 : (100 * progress.done) / progress.total}
              aria-label="Exported captures"
            />
            <p className="dimmed text-12" role="status">
              {count(progress.done)} of {counted(progress.total, 'capture')}
            </p>
          </div>
        )}
      </div>
    </DialogContent>
  );
}
