import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { memo } from 'react';
import type { ActionView } from '../../../shared/contract/activity.ts';
import type { ActionStatus } from '../../../shared/domain/action.ts';
import { formatMoney } from '../../../shared/domain/money.ts';
import { Chip, type Tone } from '../../components/Chip.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { count, fullTime, timeParts } from '../../components/format.ts';
import { KeyCaps } from '../../components/Kbd.tsx';
import { Pane } from '../../components/Pane.tsx';
import { VirtualList } from '../../components/VirtualList.tsx';
import { useActivity } from '../../state/activity.ts';
import { select, useUi } from '../../state/ui.ts';
import { useSimulator } from './store.ts';
import { useActionKeys } from './useActions.ts';

const STATUS: Record<ActionStatus, { word: string; tone: Tone }> = {
  PENDING: { word: 'Pending', tone: 'plain' },
  APPROVED: { word: 'Approved', tone: 'ok' },
  REVERSED: { word: 'Reversed', tone: 'bad' },
};

/** The status of an action in a word. */
export function ActionStatusChip({ status }: { status: ActionStatus }) {
  return <Chip tone={STATUS[status].tone}>{STATUS[status].word}</Chip>;
}

/** All actions, newest first, with a filter. */
export function ActionsPane() {
  const keys = useActionKeys();
  const query = useSimulator((state) => state.query);
  const actions = useActivity((state) => state.actions);
  const total = useActivity(({ actionKeys }) => actionKeys.length);
  const actionKey = useUi((state) => state.actionKey);
  return (
    <Pane label="Actions">
      <div className="bar sm-bar">
        <h2>Actions</h2>
        <span className="t3 f12">
          {query === '' ? count(total) : `${count(keys.length)} of ${count(total)}`}
        </span>
        <TextInput
          id="simulator-filter"
          size="xs"
          className="sm-filter"
          aria-label="Filter actions"
          placeholder="Id, SubId, order"
          leftSection={<IconSearch size={13} stroke={1.5} />}
          value={query}
          onChange={(event) => useSimulator.setState({ query: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && query !== '') useSimulator.setState({ query: '' });
          }}
        />
        <span className="sp" />
        <Button
          size="xs"
          leftSection={<IconPlus size={14} />}
          rightSection={<KeyCaps keys="T" />}
          onClick={() => useSimulator.setState({ dialog: 'track' })}
        >
          Track…
        </Button>
      </div>
      <VirtualList
        label="Actions"
        count={keys.length}
        keyOf={(index) => keys[index]!}
        selected={actionKey === null ? -1 : keys.indexOf(actionKey)}
        onSelect={(index) => select({ actionKey: keys[index]! })}
        copyOf={(index) => actions.get(keys[index]!)?.action.id ?? ''}
        prepended={query === '' ? total : 0}
        rowClass="sm-whole"
        renderHead={(news, goHome) => <Head news={query === '' ? news : 0} goHome={goHome} />}
        renderRow={(index) => <Row view={actions.get(keys[index]!)!} />}
        empty={
          total === 0 ? (
            <EmptyState title="No actions yet">Run a scenario, or track one by hand.</EmptyState>
          ) : (
            <EmptyState title="No action has this text">
              It is looked for in ids, SubIds and order ids.
            </EmptyState>
          )
        }
      />
    </Pane>
  );
}

function Head({ news, goHome }: { news: number; goHome: () => void }) {
  return (
    <div className="lh sm-action">
      <span className="row">
        Action
        {news === 0 ? null : (
          <button type="button" className="newpill" onClick={goHome}>
            {count(news)} new
          </button>
        )}
      </span>
      <span>Event type</span>
      <span>Status</span>
      <span className="r">Amount</span>
      <span className="r">Payout</span>
      <span className="r">Changed</span>
    </div>
  );
}

/** A row is drawn again only when its action has changed. */
const Row = memo(function Row({ view: { action, updatedAt } }: { view: ActionView }) {
  const { id, eventType, status, amount, payout, program } = action;
  return (
    <div className="sm-action" role="presentation" data-testid="action-row">
      <span role="gridcell" className="mono el" title={id}>
        {id}
      </span>
      <span role="gridcell" className="t2 el">
        {eventType.name}
      </span>
      <span role="gridcell">
        <ActionStatusChip status={status} />
      </span>
      <span role="gridcell" className="r">
        {formatMoney(amount)}
      </span>
      <span role="gridcell" className="r">
        {formatMoney(payout)}
      </span>
      <span role="gridcell" className="r t2" title={fullTime(updatedAt, program.timeZone)}>
        {timeParts(updatedAt, program.timeZone).time}
      </span>
    </div>
  );
});
