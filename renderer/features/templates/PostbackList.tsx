import { memo, useCallback, useRef, useState } from 'react';
import { placeText } from '../../../shared/errors.ts';
import { Chip } from '../../components/Chip.tsx';
import { placeOfMenu } from '../../components/ContextMenu.tsx';
import { showPostback } from '../../state/postback-drafts.ts';
import { deletePostback } from './delete-postback.ts';
import { RenameField } from './RenameField.tsx';
import { RowMenu, type RowMenuAt } from './RowMenu.tsx';
import { neighbour, useTemplatesView } from './templates-view.ts';
import type { PostbackEntry } from './usePostbacks.ts';

function summary({ onDisk, form, file }: PostbackEntry): string {
  if (onDisk === undefined) return 'deleted on disk';
  if (form === null) return file;
  const level = form.level === 'event' ? ' · one type' : '';
  return `${form.method} · ${form.kind}${level}`;
}

const choose = (file: string) => showPostback(file);

/** The postbacks of the workspace. Up and Down go through them, Delete deletes one, a right click lists the rest. */
export function PostbackList({
  entries,
  shown,
}: {
  entries: readonly PostbackEntry[];
  shown: string | undefined;
}) {
  const list = useRef<HTMLDivElement>(null);
  const renaming = useTemplatesView((state) => state.renaming);
  const [menu, setMenu] = useState<RowMenuAt | null>(null);
  const renamed = entries.find(({ file }) => file === renaming);
  const openMenu = useCallback((at: RowMenuAt) => {
    choose(at.file);
    setMenu(at);
  }, []);
  const toRow = (file: string | undefined) => {
    if (file === undefined) return;
    // Once the rows are as they will be.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-file="${CSS.escape(file)}"]`)?.focus(),
    );
  };
  const remove = async (entry: PostbackEntry) => {
    const next = neighbour(entries, entry.file);
    await deletePostback(entry, next);
    toRow(next);
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    const at = entries.findIndex(({ file }) => file === shown);
    const entry = entries[at];
    if (event.key === 'Delete' && entry !== undefined) {
      event.preventDefault();
      void remove(entry);
      return;
    }
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    const next = to === undefined ? undefined : entries[to];
    if (next === undefined) return;
    event.preventDefault();
    choose(next.file);
    toRow(next.file);
  };
  return (
    <>
      <div
        ref={list}
        className="templates-list"
        role="listbox"
        aria-label="Postbacks"
        onKeyDown={onKeyDown}
        tabIndex={-1}
      >
        {entries.map((entry) => (
          <PostbackItem key={entry.file} entry={entry} on={entry.file === shown} onMenu={openMenu} />
        ))}
      </div>
      {renamed === undefined ? null : (
        <RenameField key={renamed.file} entry={renamed} list={list} onDone={() => toRow(renamed.file)} />
      )}
      <RowMenu at={menu} entries={entries} onClose={() => setMenu(null)} onBack={toRow} />
    </>
  );
}

interface ItemProps {
  entry: PostbackEntry;
  on: boolean;
  onMenu: (at: RowMenuAt) => void;
}

/** A row; drawn again only when it has changed, since there may be hundreds. */
const PostbackItem = memo(({ entry, on, onMenu }: ItemProps) => {
  const { file, form, draft, problems } = entry;
  const broken = form === null;
  const where = problems[0];
  const place = where === undefined ? file : placeText(asPlace(where));
  return (
    <button
      type="button"
      role="option"
      aria-selected={on}
      tabIndex={on ? 0 : -1}
      className="templates-item"
      data-file={file}
      data-off={form?.enabled === false || undefined}
      title={broken ? `${place}: ${where?.message ?? ''}` : file}
      onClick={() => choose(file)}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu({ ...placeOfMenu(event, event.currentTarget), file });
      }}
    >
      <span className="vstack grow">
        <span className="medium ellipsis">
          {broken ? place.replace(/^postbacks\//, '') : form.name || 'Untitled'}
        </span>
        <span className="text-12 dimmed ellipsis">
          {broken ? (where?.message ?? 'cannot be read') : summary(entry)}
        </span>
      </span>
      {draft === undefined ? null : (
        <span className="templates-dot" title="Unsaved edits">
          <span className="visually-hidden">edited</span>
        </span>
      )}
      {form?.enabled === false ? (
        <Chip tone="outline" title="Disabled: nothing is sent">
          off
        </Chip>
      ) : null}
      {broken ? <Chip tone="bad">invalid</Chip> : null}
    </button>
  );
});

/** A problem's place, without what is not known of it. */
export function asPlace({
  file,
  line,
  column,
}: {
  file: string;
  line: number | null;
  column: number | null;
}) {
  return { file, line: line ?? undefined, column: column ?? undefined };
}
