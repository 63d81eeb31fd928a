import { placeText } from '../../../shared/errors.ts';
import { Chip } from '../../components/Chip.tsx';
import { useTemplates } from './store.ts';
import type { PostbackEntry } from './usePostbacks.ts';

function summary({ onDisk, form, file }: PostbackEntry): string {
  if (onDisk === undefined) return `${file}, deleted on disk`;
  if (form === null) return file;
  const level = form.level === 'event' ? ' · one type' : '';
  return `${form.method} · ${form.kind}${level}${form.enabled ? '' : ' · disabled'}`;
}

/** The postbacks of the workspace. Up and Down go through them. */
export function PostbackList({
  entries,
  shown,
}: {
  entries: readonly PostbackEntry[];
  shown: string | undefined;
}) {
  const choose = (file: string) => useTemplates.setState({ file });
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    const at = entries.findIndex(({ file }) => file === shown);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    const next = to === undefined ? undefined : entries[to];
    if (next === undefined) return;
    event.preventDefault();
    choose(next.file);
    event.currentTarget.querySelector<HTMLElement>(`[data-file="${CSS.escape(next.file)}"]`)?.focus();
  };
  return (
    <div className="tp-list" role="listbox" aria-label="Postbacks" onKeyDown={onKeyDown} tabIndex={-1}>
      {entries.map((entry) => (
        <PostbackItem key={entry.file} entry={entry} on={entry.file === shown} onChoose={choose} />
      ))}
    </div>
  );
}

interface ItemProps {
  entry: PostbackEntry;
  on: boolean;
  onChoose: (file: string) => void;
}

function PostbackItem({ entry, on, onChoose }: ItemProps) {
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
      className="tp-item"
      data-file={file}
      data-off={form?.enabled === false || undefined}
      title={broken ? `${place}: ${where?.message ?? ''}` : file}
      onClick={() => onChoose(file)}
    >
      <span className="col grow">
        <span className="b el">
          {broken ? place.replace(/^postbacks\//, '') : form.name || 'Without a name'}
        </span>
        <span className="f12 t2 el">{broken ? (where?.message ?? 'cannot be read') : summary(entry)}</span>
      </span>
      {draft === undefined ? null : (
        <span className="tp-dot" title="Edited, not saved">
          <span className="unseen">edited</span>
        </span>
      )}
      {broken ? <Chip tone="bad">wrong</Chip> : null}
    </button>
  );
}

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
