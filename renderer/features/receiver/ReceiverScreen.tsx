import { useEffect, useRef, useState } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Pane } from '../../components/Pane.tsx';
import { Split } from '../../components/Split.tsx';
import { useNarrow } from '../../components/useNarrow.ts';
import type { VirtualListHandle } from '../../components/VirtualList.tsx';
import { captureList, useCaptures } from '../../state/captures.ts';
import { type EditedRule, useResponsesPanel } from '../../state/responses-panel.ts';
import { useUi } from '../../state/ui.ts';
import { CaptureDetail } from './CaptureDetail.tsx';
import { ExportDialog } from './export/ExportDialog.tsx';
import { ImportDialog } from './export/ImportDialog.tsx';
import { CaptureList } from './list/CaptureList.tsx';
import type { QueryFieldHandle } from './list/QueryField.tsx';
import { QueryProblemLine } from './list/QueryProblemLine.tsx';
import { useQueryLine } from './list/query-line.ts';
import { ReceiverBar } from './list/ReceiverBar.tsx';
import { type Paused, useRows } from './list/useRows.ts';
import { useSearch } from './list/useSearch.ts';
import { useSelectionKept } from './list/useSelectionKept.ts';
import { MarksDialog } from './marks/MarksDialog.tsx';
import { RetentionDialog } from './retention/RetentionDialog.tsx';
import { RuleEditor } from './rules/RuleEditor.tsx';
import { RulesPanel } from './rules/RulesPanel.tsx';
import { StartPane } from './StartPane.tsx';
import { useReceiverCommands } from './useReceiverCommands.ts';
import './receiver.css';

/** The least width of the right side, so that its tables stay whole at 900 px. */
const FOR_START = 544;
const FOR_DETAIL = 428;
const FOR_EDITOR = 640;

/** What the local receiver took in, newest first, and one capture in full. */
export function ReceiverScreen() {
  const typed = useQueryLine((state) => state.text);
  const [paused, setPaused] = useState<Paused | null>(null);
  const list = useRef<VirtualListHandle>(null);
  const field = useRef<QueryFieldHandle>(null);
  const detail = useRef<HTMLDivElement>(null);
  const loaded = useCaptures((state) => state.loaded);
  const empty = useCaptures((state) => state.total === 0);
  const selected = useUi((state) => state.captureId);
  const live = paused === null;
  const found = useSearch(typed, paused?.upTo);
  const rows = useRows(paused, found.search, selected);
  useSelectionKept(selected);
  const narrow = useNarrow();
  const { opened: responses, editing } = useResponsesPanel();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!responses || editing !== null) return;
    const find = (selector: string) => panel.current?.querySelector<HTMLElement>(selector);
    (find('.rules-name') ?? find('.rules-preset'))?.focus();
  }, [responses, editing]);

  const setLive = (on: boolean) => {
    const now = useCaptures.getState();
    setPaused(on ? null : { upTo: now.newest, total: now.total, grown: captureList.use.getState().grown });
  };
  const toSearch = () => field.current?.focus();
  const toDetail = () =>
    detail.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  const toList = () => list.current?.focus();
  const toError = async (direction: 'newer' | 'older') => {
    const index = await rows.nextError(direction);
    if (index !== undefined) list.current?.show(index);
  };
  useReceiverCommands({ live, setLive, toSearch, toList, toError });

  // Beside the list there is no room for its fields.
  if (narrow && editing !== null) return <EditorPane editing={editing} />;
  // The doors need the room that an empty list would take.
  if (narrow && loaded && empty && !responses) {
    return (
      <Pane label="Start">
        <StartPane />
      </Pane>
    );
  }
  return (
    <div className="pane">
      <MarksDialog />
      <RetentionDialog />
      <ExportDialog />
      <ImportDialog />
      <ReceiverBar
        problem={found.problem}
        live={live}
        onLive={setLive}
        responses={responses}
        toList={toList}
        field={field}
      />
      {found.problem === null ? null : (
        <QueryProblemLine problem={found.problem} shown={found.search?.query ?? null} />
      )}
      <Split
        id="receiver"
        label="Capture list width"
        initial={560}
        min={284}
        minOther={editing !== null ? FOR_EDITOR : loaded && empty && !responses ? FOR_START : FOR_DETAIL}
        first={
          <Pane label="Captures">
            <CaptureList
              rows={rows}
              found={found}
              typed={typed}
              live={live}
              upTo={paused?.upTo}
              onOpen={toDetail}
              list={list}
              toList={toList}
            />
          </Pane>
        }
        second={
          editing !== null ? (
            <EditorPane editing={editing} />
          ) : responses ? (
            <Pane label="Responses">
              <RulesPanel root={panel} />
            </Pane>
          ) : loaded ? (
            <Right captureId={empty ? null : selected} detail={detail} onBack={toList} />
          ) : null
        }
      />
    </div>
  );
}

function EditorPane({ editing }: { editing: EditedRule }) {
  return (
    <Pane label="Response rule">
      <RuleEditor edited={editing} />
    </Pane>
  );
}

interface RightProps {
  captureId: number | null;
  detail: React.Ref<HTMLDivElement>;
  onBack: () => void;
}

function Right({ captureId, detail, onBack }: RightProps) {
  const empty = useCaptures((state) => state.total === 0);
  if (empty) {
    return (
      <Pane label="Start">
        <StartPane />
      </Pane>
    );
  }
  return (
    <Pane label="Capture">
      {captureId === null ? (
        <EmptyState title="No capture selected" />
      ) : (
        <CaptureDetail id={captureId} root={detail} onBack={onBack} />
      )}
    </Pane>
  );
}
