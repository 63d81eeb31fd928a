import { Button, SegmentedControl } from '@mantine/core';
import { memo, useMemo, useState } from 'react';
import type { Draft } from '../../../shared/contract/drafts.ts';
import { diffLines, folded } from '../../../shared/template/line-diff.ts';
import { type Choices, mergeForms, type Overlap } from '../../../shared/template/merge-form.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { formOf } from '../../../shared/template/postback-form.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Dialog, DialogContent, DialogForm } from '../../components/Dialog.tsx';
import { counted } from '../../lib/format.ts';
import { useTemplatesView } from './templates-view.ts';
import { takeMerged } from './useMergeOnChange.ts';
import { type PostbackEntry, usePostbacks } from './usePostbacks.ts';

const close = () => useTemplatesView.setState({ conflict: null });

/** File changed on disk where it was edited here, too: lets the user choose, place by place. */
export function ConflictDialog() {
  const conflict = useTemplatesView((state) => state.conflict);
  return (
    <Conflict entry={usePostbacks().find(({ file, changedOnDisk }) => file === conflict && changedOnDisk)} />
  );
}

const Conflict = memo(({ entry }: { entry: PostbackEntry | undefined }) => {
  const { draft, onDisk } = entry ?? {};
  return (
    <Dialog
      opened={draft !== undefined && onDisk !== undefined}
      onClose={close}
      title="File changed on disk"
      size={760}
    >
      {draft === undefined || onDisk === undefined ? null : onDisk.content === null ? (
        <DialogContent>
          <p className="text-bad">
            {onDisk.file} cannot be read in its current state. Fix the file first; your edits are kept.
          </p>
        </DialogContent>
      ) : (
        <Choice
          key={onDisk.version}
          file={onDisk.file}
          draft={draft}
          version={onDisk.version}
          theirs={onDisk.content}
        />
      )}
    </Dialog>
  );
});

interface ChoiceProps {
  file: string;
  draft: Draft;
  version: string;
  theirs: Postback;
}

function Choice({ file, draft, version, theirs }: ChoiceProps) {
  const [choices, setChoices] = useState<Choices>({});
  const { form, overlaps, taken } = useMemo(
    () => mergeForms(formOf(draft.base), draft.form, formOf(theirs), choices),
    [draft, theirs, choices],
  );
  const others = taken.filter((place) => overlaps.every((overlap) => overlap.place !== place));
  const take = (result: typeof form, text: string) => {
    close();
    takeMerged(file, draft, { version, content: theirs }, result, text);
  };
  return (
    <DialogForm
      autoFocus
      verb={overlaps.length === 0 ? 'Merge' : 'Use selection'}
      onSubmit={() => take(form, `Merged with the version of ${file} on disk. Not saved yet.`)}
      onCancel={close}
      more={() => (
        <Button onClick={() => take(formOf(theirs), `Discarded your edits to ${file}.`)}>
          Discard my edits
        </Button>
      )}
    >
      <p className="dimmed">
        <span className="mono">{file}</span> has changed since you started editing.{' '}
        {overlaps.length === 0
          ? 'There are no conflicts: both sets of changes can be kept.'
          : 'Choose a version for each conflict. All other changes are kept.'}
      </p>
      {overlaps.map((overlap) => (
        <OverlapChoice
          key={overlap.place}
          overlap={overlap}
          chosen={choices[overlap.place] ?? 'mine'}
          onChoose={(side) => setChoices({ ...choices, [overlap.place]: side })}
        />
      ))}
      {others.length === 0 ? null : (
        <p className="dimmed text-12">Merged from the file without conflict: {others.join(', ')}.</p>
      )}
    </DialogForm>
  );
}

interface OverlapProps {
  overlap: Overlap;
  chosen: 'mine' | 'theirs';
  onChoose: (side: 'mine' | 'theirs') => void;
}

function OverlapChoice({ overlap: { place, mine, theirs }, chosen, onChoose }: OverlapProps) {
  const lines = useMemo(
    () => folded(diffLines(readable(place, theirs), readable(place, mine))),
    [place, mine, theirs],
  );
  return (
    <section className="templates-overlap" aria-label={place}>
      <div className="hstack">
        <h3 className="strong text-12 grow ellipsis">{place}</h3>
        <CopyButton text={chosen === 'mine' ? mine : theirs} label={`Copy ${place}`} />
        <SegmentedControl
          aria-label={`Which ${place}`}
          value={chosen}
          onChange={(side) => onChoose(side as 'mine' | 'theirs')}
          data={[
            { value: 'mine', label: '+ Your edit' },
            { value: 'theirs', label: '− The file' },
          ]}
        />
      </div>
      <div className="templates-diff" data-chosen={chosen}>
        {lines.map((line, index) =>
          'skipped' in line ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines may repeat and have no state
            <div key={index} className="faint templates-skipped">
              {counted(line.skipped, 'line')} unchanged
            </div>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines may repeat and have no state
            <div key={index} data-type={line.type}>
              <span aria-hidden="true">{SIGNS[line.type]}</span>
              <span className="visually-hidden">{SAID[line.type]}</span>
              {line.text}
            </div>
          ),
        )}
      </div>
    </section>
  );
}

/** A URL with one parameter on each line, so that the ones that differ stand out. */
const readable = (place: string, text: string) =>
  place === 'URL' ? text.replaceAll(/(?=[?&#])/g, '\n') : text;

const SIGNS = { same: ' ', removed: '\u2212', added: '+' } as const;
const SAID = { same: '', removed: 'in the file: ', added: 'in your edits: ' } as const;
