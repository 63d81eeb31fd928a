import { Combobox, InputBase, Select, useCombobox } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ActionRow } from '../../../shared/contract/activity.ts';
import type { CaptureSummary } from '../../../shared/contract/captures.ts';
import { eventLabel } from '../../../shared/domain/world-event.ts';
import type { PostbackKind } from '../../../shared/placeholders/placeholder-registry.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { IconPencil } from '../../components/icons.ts';
import { clockTimeNear } from '../../lib/format.ts';
import { client } from '../../state/connection.ts';
import { type MoneyTexts, useMoney } from '../../state/money-digits.ts';
import { useZone } from '../../state/workspace.ts';
import { actionSample, captureSample, MADE_UP, NO_SAMPLE, setTyping, TYPED } from './sample-choice.ts';
import { useTemplatesView } from './templates-view.ts';
import type { SampleChoice } from './usePreviewSample.ts';

/** Actions and captures that are listed; typing finds the others. */
const MOST = 12;

interface Option {
  value: string;
  label: string;
  detail: string;
}

interface Group {
  label: string;
  options: Option[];
}

const matches = (search: string) => (option: Option) =>
  `${option.label} ${option.detail}`.toLowerCase().includes(search);

function actionOption(
  { key, id, status, amount, currency, orderId, entries, runId }: ActionRow,
  money: MoneyTexts,
): Option {
  const lines = entries === 1 ? '1 line' : `${entries} lines`;
  const of = runId === null ? 'manual' : `run ${runId}`;
  const order = orderId === '' ? '' : `, order ${orderId}`;
  return {
    value: actionSample(key),
    label: id,
    detail: `${status.toLowerCase()}, ${money.text(amount, currency)} ${currency}, ${lines}, ${of}${order}`,
  };
}

function captureOption({ id, method, target, receivedAt, delivery }: CaptureSummary, zone: string): Option {
  const what = delivery === null ? '' : `${eventLabel(delivery.event)}, `;
  return {
    value: captureSample(id),
    label: `Capture ${id}`,
    detail: `${what}${receivedAt === null ? '' : `${clockTimeNear(receivedAt, zone, Date.now())}, `}${method} ${target.slice(0, 200)}`,
  };
}

/** The newest captures that a search finds, asked for while the list is open. */
function useCapturesFound(search: string, opened: boolean): readonly CaptureSummary[] {
  const [rows, setRows] = useState<readonly CaptureSummary[]>([]);
  useEffect(() => {
    if (!opened) return;
    const ended = new AbortController();
    const number = /^(?:capture )?(\d+)$/.exec(search)?.[1];
    const wanted = number === undefined ? (search === '' ? {} : { search }) : { upTo: Number(number) };
    client.captures.list({ limit: MOST, ...wanted }, { signal: ended.signal }).then(
      (page) => setRows(page.rows),
      // Without a connection there are none to choose from, which the frame says already.
      () => {},
    );
    return () => ended.abort();
  }, [search, opened]);
  return rows;
}

/** The newest actions that a search finds, asked for while the list is open. */
function useActionsFound(search: string, opened: boolean): readonly ActionRow[] {
  const [rows, setRows] = useState<readonly ActionRow[]>([]);
  useEffect(() => {
    if (!opened) return;
    const ended = new AbortController();
    client.activity.actions({ query: search, limit: MOST }, { signal: ended.signal }).then(
      (page) => setRows(page.rows),
      // As for captures.
      () => {},
    );
    return () => ended.abort();
  }, [search, opened]);
  return rows;
}

function groupsOf(
  kind: PostbackKind,
  sample: SampleChoice,
  actions: readonly ActionRow[],
  captures: readonly CaptureSummary[],
  search: string,
  zone: string,
  money: MoneyTexts,
): Group[] {
  const fits = matches(search);
  const fixed: Option[] = [
    { value: MADE_UP, label: 'Made-up events', detail: 'one of each, following the rules of the world' },
    { value: TYPED, label: 'Typed values…', detail: 'a value of your own for each placeholder' },
    { value: NO_SAMPLE, label: 'No values yet', detail: 'every placeholder as <Name>' },
  ];
  const scenarios = sample.scenarios.map(({ file, name }) => ({ value: file, label: name, detail: file }));
  const acts = kind === 'action' || kind === 'clearing';
  return [
    { label: 'Scenarios', options: scenarios.filter(fits) },
    { label: 'Simulated actions', options: acts ? actions.map((row) => actionOption(row, money)) : [] },
    { label: 'Captures', options: captures.map((row) => captureOption(row, zone)) },
    { label: 'Other', options: fixed.filter(fits) },
  ].filter(({ options }) => options.length > 0);
}

interface Props {
  kind: PostbackKind;
  sample: SampleChoice;
}

/** What fills the previews: a scenario, a simulated action, a capture, typed values, made-up ones, or nothing. */
export function SampleChooser({ kind, sample }: Props) {
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setSearch('');
    },
  });
  const zone = useZone();
  const money = useMoney();
  const opened = combobox.dropdownOpened;
  const wanted = search.trim().toLowerCase();
  const captures = useCapturesFound(wanted, opened);
  const actions = useActionsFound(wanted, opened);
  const groups = opened ? groupsOf(kind, sample, actions, captures, wanted, zone, money) : [];
  const choose = (id: string) => {
    sample.choose(id);
    combobox.closeDropdown();
    if (id === TYPED) setTyping(true);
  };
  return (
    <>
      {sample.id === TYPED ? (
        <IconButton
          label="Edit values"
          icon={<IconPencil size={15} stroke={1.5} />}
          onClick={() => setTyping(true)}
        />
      ) : null}
      <Combobox
        store={combobox}
        onOptionSubmit={choose}
        shadow="sm"
        width={420}
        position="bottom-end"
        resetSelectionOnOptionHover
      >
        <Combobox.Target targetType="button">
          <InputBase
            component="button"
            type="button"
            size="xs"
            pointer
            aria-label={`Sample: ${sample.name}`}
            className="templates-sample"
            rightSection={<Combobox.Chevron />}
            rightSectionPointerEvents="none"
            onClick={() => combobox.toggleDropdown()}
          >
            <span className="ellipsis templates-sample-name">{sample.name}</span>
          </InputBase>
        </Combobox.Target>
        <Combobox.Dropdown className="templates-samples">
          <Combobox.Search
            aria-label="Find a sample"
            placeholder="Find a scenario, action or capture"
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              combobox.updateSelectedOptionIndex();
            }}
          />
          <Combobox.Options className="templates-samples-list" aria-label="Samples">
            {groups.map(({ label, options }) => (
              <Combobox.Group key={label} label={label}>
                {options.map((option) => (
                  <Combobox.Option
                    key={option.value}
                    value={option.value}
                    active={option.value === sample.id}
                  >
                    <span className="ellipsis">{option.label}</span>
                    <span className="ellipsis faint text-11">{option.detail}</span>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
            {groups.length === 0 ? <Combobox.Empty>No results for “{search.trim()}”.</Combobox.Empty> : null}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </>
  );
}

/** Which of its steps the previews show. Keeps its room without a sample, so that nothing moves. */
export function StepSelect({ sample }: { sample: SampleChoice }) {
  return (
    <Select
      size="xs"
      aria-label="Step"
      className="templates-step"
      allowDeselect={false}
      disabled={sample.samples.length === 0}
      placeholder="No values"
      comboboxProps={{ shadow: 'sm', width: 'max-content', position: 'bottom-end' }}
      data={sample.samples.map(({ label, madeUp }, index) => ({
        value: String(index),
        label: madeUp === true ? `${label} (made up)` : label,
      }))}
      value={sample.current === null ? null : String(sample.index)}
      onChange={(value) => useTemplatesView.setState({ step: Number(value) })}
    />
  );
}
