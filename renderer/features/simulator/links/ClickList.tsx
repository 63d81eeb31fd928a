import { Button } from '@mantine/core';
import { memo } from 'react';
import type { ClickView } from '../../../../shared/contract/world.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { fullTime, timeNear } from '../../../lib/format.ts';
import { useVirtualNow } from '../../../state/clock.ts';
import { select } from '../../../state/ui.ts';
import { useZoneOf } from '../../../state/workspace.ts';
import { ListHead } from '../hand/ListHead.tsx';
import { NoLinesYet, TWO_LINES_PX, TwoLines } from '../hand/TwoLines.tsx';
import { useSimulator } from '../simulator-view.ts';
import { useLinks } from './link-draft.ts';
import { useClicks } from './useClicks.ts';

/** Shows the click that is selected, not the link that is being built. */
function showClick(key: number): void {
  select({ clickKey: key });
  useLinks.setState({ part: 'click' });
}

/** All clicks, newest first; Enter converts one. */
export function ClickList() {
  const { rows, total, loaded, selected, look, take } = useClicks();
  return (
    <VirtualList
      label="Clicks"
      count={total}
      keyOf={(index) => total - index}
      selected={selected}
      onSelect={(index) => take(index, ({ key }) => showClick(key))}
      onOpen={() => useSimulator.setState({ dialog: 'convert' })}
      copyOf={(index) => rows.get(index)?.link ?? ''}
      prepended={total}
      onRange={look}
      rowClass="list-whole hand-two-lines"
      rowHeight={TWO_LINES_PX}
      renderHead={(news, goHome) => (
        <ListHead choices={[]} order={null} onSort={() => {}} news={news} goHome={goHome} />
      )}
      renderRow={(index) => {
        const view = rows.get(index);
        return view === undefined ? <NoLinesYet /> : <Row view={view} />;
      }}
      empty={
        loaded ? (
          <EmptyState title="No clicks yet">
            <p>
              Build a tracking link and click it. Then convert the click to track an action whose postbacks
              carry the link’s SubIds.
            </p>
            <Button size="xs" onClick={() => useLinks.setState({ part: 'build' })}>
              Build a link
            </Button>
          </EmptyState>
        ) : null
      }
    />
  );
}

const Row = memo(function Row({ view: { click } }: { view: ClickView }) {
  const zone = useZoneOf(click.programId);
  const { subId1, sharedId, at, id, landingPage } = click;
  const now = useVirtualNow(60_000);
  const ids = [subId1, sharedId].filter((text) => text !== '').join(', ');
  return (
    <TwoLines
      name={id}
      state={
        <span className="mono dimmed" title={fullTime(at, zone)}>
          {timeNear(at, zone, now)}
        </span>
      }
      text={<span title={landingPage}>{ids === '' ? landingPage : ids}</span>}
      testId="click-row"
    />
  );
});
