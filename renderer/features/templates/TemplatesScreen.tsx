import { openImport } from '../../state/ui.ts';
import './templates.css';
import './editor.css';
import './request.css';
import './problems.css';
import './dialogs.css';
import { memo, useDeferredValue } from 'react';
import { IconButton } from '../../components/IconButton.tsx';
import { IconFileImport, IconFilePlus } from '../../components/icons.ts';
import { Pane } from '../../components/Pane.tsx';
import { Split } from '../../components/Split.tsx';
import { useNarrow } from '../../components/useNarrow.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { BrokenFile } from './BrokenFile.tsx';
import { CompareDialog } from './CompareDialog.tsx';
import { ConflictDialog } from './ConflictDialog.tsx';
import { EmptyWorkspace } from './EmptyWorkspace.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { PostbackEditor } from './PostbackEditor.tsx';
import { PostbackList } from './PostbackList.tsx';
import { newPostback } from './postback-commands.ts';
import { TestDialog } from './TestDialog.tsx';
import { useMergeOnChange } from './useMergeOnChange.ts';
import { usePostbackCommands } from './usePostbackCommands.ts';
import { type PostbackEntry, usePostbacks, useShownPostback } from './usePostbacks.ts';

/** The postbacks of the workspace: what is sent, edited with its previews beside it. */
export function TemplatesScreen() {
  return (
    <>
      <AllPostbacks />
      <ImportDialog />
      <CompareDialog />
      <ConflictDialog />
      <TestDialog />
    </>
  );
}

function AllPostbacks() {
  return <Postbacks entries={usePostbacks()} />;
}

/** Drawn anew only when something is, which a key in an editor does not ask for at once. */
const Postbacks = memo(({ entries }: { entries: readonly PostbackEntry[] }) => {
  const shown = useShownPostback(entries);
  // While somebody goes through the list with the keys held down, the editor follows when there is time.
  const file = useDeferredValue(shown?.file);
  const edited = entries.find((entry) => entry.file === file) ?? shown;
  const narrow = useNarrow();
  const loaded = useWorkspace(({ view }) => view !== null);
  const folder = useWorkspace(({ view }) => view?.folder ?? '');
  useMergeOnChange(entries);
  usePostbackCommands({ entries, shown, narrow });
  if (!loaded) return <div className="pane" aria-busy="true" />;
  return (
    <>
      {shown === undefined || edited === undefined ? (
        <EmptyWorkspace folder={folder} />
      ) : narrow ? (
        <Shown entry={edited} entries={entries} narrow />
      ) : (
        <Split
          id="templates.list"
          label="Width of the list of postbacks"
          initial={192}
          min={160}
          minOther={700}
          first={
            <Pane label="Postbacks">
              <div className="pane-bar templates-bar">
                <h2 className="ellipsis">Postbacks</h2>
                <span className="faint text-12">{entries.length}</span>
                <span className="spacer" />
                <IconButton
                  label="Import a request"
                  keys="I"
                  icon={<IconFileImport size={16} stroke={1.5} />}
                  onClick={() => openImport()}
                />
                <IconButton
                  label="New postback"
                  keys="N"
                  icon={<IconFilePlus size={16} stroke={1.5} />}
                  onClick={() => void newPostback()}
                />
              </div>
              <PostbackList entries={entries} shown={shown.file} />
            </Pane>
          }
          second={
            // Until then what is typed would be for the one before.
            <div className="templates-shown" inert={edited !== shown}>
              <Shown entry={edited} entries={entries} narrow={false} />
            </div>
          }
        />
      )}
    </>
  );
});

interface ShownProps {
  entry: PostbackEntry;
  entries: readonly PostbackEntry[];
  narrow: boolean;
}

function Shown({ entry, entries, narrow }: ShownProps) {
  const { file, form } = entry;
  const folder = useWorkspace(({ view }) => view?.folder);
  if (form !== null) {
    return <PostbackEditor key={`${folder} ${file}`} entry={entry} form={form} narrow={narrow} />;
  }
  return (
    <Pane label={file}>
      {narrow ? <PostbackList entries={entries} shown={file} /> : null}
      <BrokenFile entry={entry} />
    </Pane>
  );
}
