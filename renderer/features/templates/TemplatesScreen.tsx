import './templates.css';
import { useMediaQuery } from '@mantine/hooks';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Split } from '../../components/Split.tsx';
import { useWorkspace } from '../../state/workspace.ts';
import { BrokenFile } from './BrokenFile.tsx';
import { ConflictDialog } from './ConflictDialog.tsx';
import { PostbackEditor } from './PostbackEditor.tsx';
import { PostbackList } from './PostbackList.tsx';
import { type PostbackEntry, usePostbacks, useShownPostback } from './usePostbacks.ts';

/** The postbacks of the workspace: what is sent, edited with its previews beside it. */
export function TemplatesScreen() {
  const entries = usePostbacks();
  const shown = useShownPostback(entries);
  const narrow = useMediaQuery('(max-width: 1100px)', window.innerWidth <= 1100, {
    getInitialValueInEffect: false,
  });
  const loaded = useWorkspace(({ view }) => view !== null);
  const folder = useWorkspace(({ view }) => view?.folder ?? '');
  if (!loaded) return <div className="pane" aria-busy="true" />;
  if (shown === undefined) {
    return (
      <EmptyState title="No postbacks in this workspace">
        Put a file into <span className="mono">{folder}/postbacks</span>; it shows here as soon as it is
        saved.
      </EmptyState>
    );
  }
  return (
    <>
      {narrow ? (
        <Shown entry={shown} entries={entries} narrow />
      ) : (
        <Split
          id="templates.list"
          label="Width of the list of postbacks"
          initial={184}
          min={140}
          minOther={700}
          first={
            <section className="pane" aria-label="Postbacks">
              <div className="bar tp-bar">
                <h2>Postbacks</h2>
                <span className="t3 f12">{entries.length}</span>
              </div>
              <PostbackList entries={entries} shown={shown.file} />
            </section>
          }
          second={<Shown entry={shown} entries={entries} narrow={false} />}
        />
      )}
      <ConflictDialog entries={entries} />
    </>
  );
}

interface ShownProps {
  entry: PostbackEntry;
  entries: readonly PostbackEntry[];
  narrow: boolean;
}

function Shown({ entry, entries, narrow }: ShownProps) {
  const { file, form } = entry;
  if (form !== null) {
    return <PostbackEditor key={file} entry={entry} form={form} entries={entries} narrow={narrow} />;
  }
  return (
    <section className="pane" aria-label={file}>
      {narrow ? <PostbackList entries={entries} shown={file} /> : null}
      <BrokenFile entry={entry} />
    </section>
  );
}
