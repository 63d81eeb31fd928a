import { Button, FileButton, Textarea } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { fileText, LARGEST_FILE, refuseLarge } from '../../../shared/template/import/file-text.ts';
import type { FoundRequests } from '../../../shared/template/import/found-request.ts';
import { ProblemBox } from '../../components/ProblemBox.tsx';
import { bytes, count, counted } from '../../lib/format.ts';
import { type ProblemText, problemOf } from '../../lib/problem.ts';
import type { ImportText } from './useImported.ts';

/** Characters that a text field shows without a wait. */
const MOST_SHOWN = 100_000;
/** The field needs not say all that it takes at once. */
const FORMS =
  'A URL, a command (curl, wget, HTTPie, PowerShell), a fetch call, a raw HTTP request, a HAR, the JSON of a webhook bin, or lines of an access log';

interface Props {
  source: ImportText;
  found: FoundRequests | null;
  problem: ProblemText | null;
  onChange: (source: ImportText) => void;
}

const typed = (text: string): ImportText => ({ text, file: null, notes: [], entry: 0 });

/** The text of a file; throws PB_ARGUMENT_INVALID for one that is none, and what the browser says of one that is gone. */
async function textOf(file: File): Promise<ImportText> {
  // Before it is read: a film must not be taken into memory to be refused.
  if (file.size > LARGEST_FILE) refuseLarge(file.size);
  const { text, notes } = fileText(new Uint8Array(await file.arrayBuffer()));
  return { text, file: file.name, notes, entry: 0 };
}

/** Takes requests as text: pasted, from a file, or dropped; and says what they were recognized as. */
export function RequestPaste({ source, found, problem, onChange }: Props) {
  const { text, file } = source;
  const [over, setOver] = useState(false);
  const [wrongFile, setWrongFile] = useState<{ name: string; problem: ProblemText } | null>(null);
  const latest = useRef(0);
  const change = (next: ImportText) => {
    latest.current += 1;
    setWrongFile(null);
    onChange(next);
  };
  const take = async (chosen: File | null | undefined) => {
    if (chosen === null || chosen === undefined) return;
    latest.current += 1;
    const own = latest.current;
    try {
      const next = await textOf(chosen);
      // Not if something else was given while it was read.
      if (own === latest.current) change(next);
    } catch (error) {
      if (own === latest.current) setWrongFile({ name: chosen.name, problem: problemOf(error) });
    }
  };
  const holdsFile = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!holdsFile(event)) return;
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  };
  const isShown = text.length <= MOST_SHOWN;
  return (
    <section
      aria-label="Request text"
      className="templates-import-source"
      data-over={over}
      onDragOver={(event) => {
        if (!holdsFile(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={onDrop}
    >
      <div className="hstack">
        <FileButton onChange={(chosen) => void take(chosen)}>
          {(props) => (
            <Button {...props} size="xs">
              Choose a file…
            </Button>
          )}
        </FileButton>
        <span className="dimmed text-12 ellipsis" title={file ?? undefined}>
          {isShown ? (file ?? 'or drop one here, or paste below.') : 'or drop another one here.'}
        </span>
      </div>
      {isShown ? (
        <Textarea
          label="Request"
          description={text === '' ? FORMS : undefined}
          placeholder="curl 'https://example.com/pb?txid=1000.4636.158133&pay=12.00'"
          classNames={{ input: 'mono' }}
          minRows={4}
          maxRows={8}
          autosize
          data-autofocus
          value={text}
          error={problem === null ? null : `${problem.title} ${problem.remedy}`}
          onChange={(event) => change(typed(event.currentTarget.value))}
        />
      ) : (
        <div className="templates-import-long">
          <span className="ellipsis">
            {file ?? 'Pasted text'}{' '}
            <span className="dimmed">({bytes(text.length)}, too long to show here)</span>
          </span>
          <Button size="xs" onClick={() => change(typed(''))}>
            Clear
          </Button>
        </div>
      )}
      {!isShown && problem !== null ? <ProblemBox problem={problem} /> : null}
      {wrongFile === null ? null : (
        <ProblemBox problem={{ ...wrongFile.problem, place: wrongFile.problem.place || wrongFile.name }} />
      )}
      <p role="status" className="templates-import-form text-12">
        {found === null ? null : (
          <>
            Recognized as <strong>{found.form}</strong>
            {found.entries.length === 1 ? '.' : `, ${nounOf(found)}.`}
          </>
        )}
      </p>
    </section>
  );
}

/** "12 entries" */
function nounOf({ noun, entries }: FoundRequests): string {
  return noun === 'entry' ? `${count(entries.length)} entries` : counted(entries.length, noun);
}
