import { useEffect, useRef, useState } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Pane } from '../../components/Pane.tsx';
import { Split } from '../../components/Split.tsx';
import { useNarrow } from '../../components/useNarrow.ts';
import type { VirtualListHandle } from '../../components/VirtualList.tsx';
import { useCaptures } from '../../state/captures.ts';
import { type EditedRule, useResponsesPanel } from '../../state/responses-panel.ts';
import { useUi } from '../../state/ui.ts';
import { CaptureDetail } from './CaptureDetail.tsx';
import { CaptureList } from './list/CaptureList.tsx';
import { clearCaptures } from './list/remove-captures.ts';
import { type Paused, useRows } from './list/useRows.ts';
import { useSearch } from './list/useSearch.ts';
import { useSelectionKept } from './list/useSelectionKept.ts';
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
  const [typed, setTyped] = useState('');
  const [paused, setPaused] = useState<Paused | null>(null);
  const list = useRef<VirtualListHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const detail = useRef<HTMLDivElement>(null);
  const { loaded, total } = useCaptures();
  const selected = useUi((state) => state.captureId);
  const live = paused === null;
  const search = useSearch(typed, paused?.upTo);
  const rows = useRows(paused, search, selected);
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
    setPaused(on ? null : { upTo: now.newest, total: now.total, arrived: now.arrived });
  };
  const toSearch = () => {
    field.current?.focus();
    field.current?.select();
  };
  const toDetail = () =>
    detail.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  const toList = () => list.current?.focus();
  useReceiverCommands({ live, setLive, toSearch, toList });

  // Beside the list there is no room for its fields.
  if (narrow && editing !== null) return <EditorPane editing={editing} />;
  // The doors need the room that an empty list would take.
  if (narrow && loaded && total === 0 && !responses) {
    return (
      <Pane label="Start">
        <StartPane />
      </Pane>
    );
  }
  return (
    <Split
      id="receiver"
      label="Capture list width"
      initial={516}
      min={284}
      minOther={editing !== null ? FOR_EDITOR : loaded && total === 0 && !responses ? FOR_START : FOR_DETAIL}
      first={
        <Pane label="Captures">
          <CaptureList
            rows={rows}
            search={search}
            typed={typed}
            onType={setTyped}
            live={live}
            onLive={setLive}
            onClear={() => void clearCaptures()}
            onOpen={toDetail}
            list={list}
            field={field}
            toList={toList}
            responses={responses}
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
          <Right captureId={total === 0 ? null : selected} detail={detail} onBack={toList} />
        ) : null
      }
    />
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
