import './placeholder-palette.css';
import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { foundIn, groupsOf } from '../../../shared/placeholders/groups.ts';
import type { Placeholder } from '../../../shared/placeholders/placeholder-registry.ts';
import { placeholderNames } from '../../../shared/template/parse.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { Chip } from '../../components/Chip.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { IconCheck, IconSearch, IconX } from '../../components/icons.ts';
import { Pane } from '../../components/Pane.tsx';
import { listKey } from '../../lib/list-keys.ts';
import { PALETTE_SEARCH, showPalette } from './editor-panels.ts';
import { backToEditor, insertPlaceholder } from './editors.ts';

interface Props {
  form: PostbackForm;
  registry: ReadonlyMap<string, Placeholder>;
}

/** Options that PageUp and PageDown skip. */
const PAGE = 6;

/** The names that some text of the postback uses. */
function usedIn({ url, headers, body }: PostbackForm): ReadonlySet<string> {
  const texts = [url, ...headers.map(({ value }) => value), body.on ? body.template : ''];
  return new Set(texts.flatMap(placeholderNames));
}

/** All placeholders of the postback's kind, to be searched, and put into the template by a click, a key or dragging. */
export function PlaceholderPalette({ form, registry }: Props) {
  const id = useId();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const used = useMemo(() => usedIn(form), [form]);
  const groups = useMemo(
    () =>
      search.trim() === '' ? groupsOf(registry.values(), form.kind) : foundIn(registry.values(), search),
    [registry, search, form.kind],
  );
  const all = groups.flatMap(({ placeholders }) => placeholders);
  const at = Math.min(active, all.length - 1);
  const optionId = (name: string) => `${id}-${name}`;

  const go = (index: number) => {
    setActive(index);
    const name = all[index]?.name;
    if (name !== undefined) document.getElementById(optionId(name))?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      const chosen = all[at];
      if (chosen === undefined) return;
      event.preventDefault();
      insertPlaceholder(chosen.name);
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      if (search === '') backToEditor();
      else setSearch('');
      return;
    }
    // Home and End are those of the field.
    const next = /^(?:Arrow(?:Up|Down)|Page)/.test(event.key)
      ? listKey(event.key, at, all.length, PAGE)
      : undefined;
    if (next === undefined) return;
    event.preventDefault();
    go(Math.max(0, Math.min(all.length - 1, next)));
  };

  return (
    <Pane label="Placeholders to insert" className="templates-palette">
      <div className="pane-bar templates-bar">
        <h2 className="ellipsis">Insert</h2>
        <TextInput
          id={PALETTE_SEARCH}
          className="grow templates-palette-search"
          role="combobox"
          aria-label="Search placeholders"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={all[at] === undefined ? undefined : optionId(all[at].name)}
          placeholder={`${registry.size} placeholders`}
          leftSection={<IconSearch size={13} stroke={1.5} />}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <IconButton label="Close" icon={<IconX size={14} />} onClick={() => showPalette(false)} />
      </div>
      {all.length === 0 ? (
        <EmptyState title="No matching placeholder">
          No placeholder of this kind of postback matches “{search}”. The platform provides more on request:
          declare them under placeholders in postbench.yaml.
        </EmptyState>
      ) : (
        <div
          id={`${id}-list`}
          className="scroll templates-palette-list"
          role="listbox"
          aria-label="Placeholders"
        >
          {groups.map(({ title, placeholders }) => (
            <div key={title} role="group" aria-label={title}>
              <div className="templates-palette-group" aria-hidden="true">
                {title}
              </div>
              {placeholders.map((placeholder) => (
                <Option
                  key={placeholder.name}
                  id={optionId(placeholder.name)}
                  placeholder={placeholder}
                  used={used.has(placeholder.name)}
                  active={all[at] === placeholder}
                />
              ))}
            </div>
          ))}
        </div>
      )}
    </Pane>
  );
}

interface OptionProps {
  id: string;
  placeholder: Placeholder;
  used: boolean;
  active: boolean;
}

function Option({ id, placeholder, used, active }: OptionProps) {
  const { name, description, example, certainty, values, note } = placeholder;
  const said = [description, values === undefined ? '' : `One of: ${values.join(', ')}`, note ?? ''];
  return (
    // The search field has the focus and the keys; options take clicks and are dragged.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className="templates-palette-option"
      draggable
      title={said.filter((line) => line !== '').join('\n')}
      onClick={() => insertPlaceholder(name)}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', `{${name}}`);
        event.dataTransfer.effectAllowed = 'copy';
      }}
    >
      <span className="templates-palette-line">
        <span className="mono placeholder ellipsis">{`{${name}}`}</span>
        {used ? (
          <span className="templates-palette-used">
            <IconCheck size={12} stroke={2} aria-hidden="true" />
            used
          </span>
        ) : null}
      </span>
      <span className="templates-palette-what">{description}</span>
      <span className="templates-palette-line">
        <span className="mono faint ellipsis templates-palette-example">{example}</span>
        <span className="spacer" />
        <Chip tone="outline">{certainty}</Chip>
      </span>
    </div>
  );
}
