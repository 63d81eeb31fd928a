import { memo } from 'react';
import type { ClickView } from '../../../../shared/contract/world.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { VirtualList } from '../../../components/VirtualList.tsx';
import { count, fullTime, timeParts } from '../../../lib/format.ts';
import { select, useUi } from '../../../state/ui.ts';
import { useZoneOf } from '../../../state/workspace.ts';
import { useSimulator } from '../simulator-view.ts';
import { useLinks } from './link-draft.ts';
import { useClicks } from './useClicks.ts';

/** All clicks, newest first; Enter converts one. */
export function ClicksTab() {
  const { rows, places, total, look, take } = useClicks();
  const clickKey = useUi((state) => state.clickKey);
  return (
    <Pane label="Clicks" className="world-list">
      <VirtualList
        label="Clicks"
        count={total}
        keyOf={(index) => total - index}
        selected={clickKey === null ? -1 : (places.get(clickKey) ?? -1)}
        onSelect={(index) =>
          take(index, ({ key }) => {
            select({ clickKey: key });
            useLinks.setState({ part: 'click' });
          })
        }
        onOpen={() => useSimulator.setState({ dialog: 'convert' })}
        copyOf={(index) => rows.get(index)?.link ?? ''}
        prepended={total}
        onRange={look}
        rowClass="list-whole"
        renderHead={(news, goHome) => (
          <div className="list-head world-click">
            <span>Time</span>
            <span>Click</span>
            <span>SubId1, SharedId</span>
            <span className="hstack">
              Landing page
              {news === 0 ? null : (
                <button type="button" className="new-rows" onClick={goHome}>
                  {count(news)} new
                </button>
              )}
            </span>
          </div>
        )}
        renderRow={(index) => {
          const view = rows.get(index);
          return view === undefined ? <Waiting /> : <Row view={view} />;
        }}
        empty={
          <EmptyState title="No clicks yet">
            Build a tracking link next to this list and click it. Then convert the click to track an action
            whose postbacks carry the link’s SubIds.
          </EmptyState>
        }
      />
    </Pane>
  );
}

/** A row that is being fetched keeps its height. */
function Waiting() {
  return <div className="world-click" role="presentation" aria-busy="true" />;
}

const Row = memo(function Row({ view: { click } }: { view: ClickView }) {
  const zone = useZoneOf(click.programId);
  const { subId1, sharedId, at, id, landingPage } = click;
  const ids = [subId1, sharedId].filter((text) => text !== '').join(', ');
  return (
    <div className="world-click" role="presentation" data-testid="click-row">
      <span role="gridcell" className="mono dimmed" title={fullTime(at, zone)}>
        {timeParts(at, zone).time}
      </span>
      <span role="gridcell" className="mono ellipsis" title={id}>
        {id}
      </span>
      <span role="gridcell" className="ellipsis" title={ids}>
        {ids === '' ? <span className="faint">none</span> : ids}
      </span>
      <span role="gridcell" className="dimmed ellipsis" title={landingPage}>
        {landingPage}
      </span>
    </div>
  );
});
