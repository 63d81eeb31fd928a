import { Button, Modal } from '@mantine/core';
import { useMemo } from 'react';
import { diffLines } from '../../../shared/template/line-diff.ts';
import { comparable, draftOf } from '../../../shared/template/postback-form.ts';
import { savePostback } from './saving.ts';
import { dropDraft, useTemplates } from './store.ts';
import type { PostbackEntry } from './usePostbacks.ts';

const close = () => useTemplates.setState({ conflict: null });

/** The file was changed on disk while it was edited here: says what differs and lets the user choose. */
export function ConflictDialog({ entries }: { entries: readonly PostbackEntry[] }) {
  const conflict = useTemplates((state) => state.conflict);
  const entry = entries.find(({ file }) => file === conflict);
  return (
    <Modal
      opened={entry?.draft !== undefined}
      onClose={close}
      title="The file was changed on disk"
      size={720}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {entry === undefined ? null : <Choice entry={entry} />}
    </Modal>
  );
}

function Choice({ entry: { file, onDisk, draft } }: { entry: PostbackEntry }) {
  const theirs = onDisk?.content ?? null;
  const lines = useMemo(
    () =>
      draft === undefined || theirs === null
        ? []
        : diffLines(comparable(theirs), comparable(draftOf(draft.form))),
    [draft, theirs],
  );
  const keep = async () => {
    close();
    await savePostback(file, true);
  };
  const take = () => {
    close();
    dropDraft(file);
  };
  return (
    <>
      <p className="t2">
        <span className="mono">{file}</span> is no longer what these edits began with. Lines with − stand only
        in the file, lines with + only in your edits.
      </p>
      {theirs === null ? (
        <p className="bad tp-diff-none">
          The file cannot be read as it is now: correct it first, your edits are kept.
        </p>
      ) : (
        <section className="tp-diff" aria-label="What differs">
          {lines.map(({ type, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines may repeat and have no state
            <div key={index} data-type={type}>
              <span aria-hidden="true">{SIGNS[type]}</span>
              <span className="unseen">{SAID[type]}</span>
              {text}
            </div>
          ))}
        </section>
      )}
      <div className="tp-actions">
        <Button onClick={close} data-autofocus>
          Cancel
        </Button>
        <Button onClick={take} disabled={theirs === null}>
          Take theirs
        </Button>
        <Button variant="filled" color="blue" onClick={keep} disabled={theirs === null}>
          Keep mine
        </Button>
      </div>
    </>
  );
}

const SIGNS = { same: ' ', removed: '\u2212', added: '+' } as const;
const SAID = { same: '', removed: 'in the file: ', added: 'in your edits: ' } as const;
