import './templates.css';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Pane } from '../../components/Pane.tsx';
import { Split } from '../../components/Split.tsx';
import { useNarrow } from '../../components/useNarrow.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { BrokenFile } from './BrokenFile.tsx';
import { ConflictDialog } from './ConflictDialog.tsx';
import { PostbackEditor } from './PostbackEditor.tsx';
import { PostbackList } from './PostbackList.tsx';
import { TestDialog } from './TestDialog.tsx';
import { type PostbackEntry, usePostbacks, useShownPostback } from './usePostbacks.ts';

/** The postbacks of the workspace: what is sent, edited with its previews beside it. */
export function TemplatesScreen() {
  const entries = usePostbacks();
  const shown = useShownPostback(entries);
  const narrow = useNarrow();
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
            <Pane label="Postbacks">
              <div className="bar tp-bar">
                <h2>Postbacks</h2>
                <span className="t3 f12">{entries.length}</span>
              </div>
              <PostbackList entries={entries} shown={shown.file} />
            </Pane>
          }
          second={<Shown entry={shown} entries={entries} narrow={false} />}
        />
      )}
      <ConflictDialog entries={entries} />
      <TestDialog />
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
    <Pane label={file}>
      {narrow ? <PostbackList entries={entries} shown={file} /> : null}
      <BrokenFile entry={entry} />
    </Pane>
  );
}
