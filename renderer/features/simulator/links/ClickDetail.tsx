import { Button } from '@mantine/core';
import type { ClickView } from '../../../../shared/contract/world.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { KeyCaps } from '../../../components/Kbd.tsx';
import { KeyValue } from '../../../components/KeyValue.tsx';
import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import { WireText } from '../../../components/WireText.tsx';
import { fullTime } from '../../../lib/format.ts';
import { useZoneOf } from '../../../state/workspace.ts';
import { useSimulator } from '../simulator-view.ts';
import { linkParts } from './link-parts.ts';

/** What a click brought, its link taken apart, and its conversion. */
export function ClickDetail({ view, onBuild }: { view: ClickView | undefined; onBuild: () => void }) {
  if (view === undefined) {
    return (
      <EmptyState title="No click selected">
        <p>Select one in the list, or build a link and click it.</p>
        <Button size="xs" onClick={onBuild}>
          Build a link
        </Button>
      </EmptyState>
    );
  }
  return <Detail view={view} />;
}

function Detail({ view: { link, click } }: { view: ClickView }) {
  const zone = useZoneOf(click.programId);
  return (
    <>
      <ScrollRegion label="Selected click" className="world-details">
        <div className="section-head">
          Click <span className="count mono">{click.id}</span>
          <span className="spacer" />
          <CopyButton text={click.id} label="Copy RefClickId" />
        </div>
        <KeyValue
          label="Click"
          rows={[
            { id: 'at', name: 'Clicked', value: fullTime(click.at, zone) },
            { id: 'landing', name: 'Landing page', value: <WireText text={click.landingPage} /> },
          ]}
        />
        <LinkParts link={link} />
      </ScrollRegion>
      <div className="pane-bar world-next-steps">
        <Button
          size="xs"
          rightSection={<KeyCaps keys="C" />}
          onClick={() => useSimulator.setState({ dialog: 'convert' })}
        >
          Convert…
        </Button>
      </div>
    </>
  );
}

/** The link as it is, with copy, and its parts decoded. */
export function LinkParts({ link }: { link: string }) {
  return (
    <>
      <div className="section-head">
        Link
        <span className="spacer" />
        <CopyButton text={link} label="Copy link" />
      </div>
      <p className="mono world-link" data-testid="tracking-link">
        {link}
      </p>
      <KeyValue
        label="Parts of the link, decoded"
        rows={linkParts(link).map(({ name, value }, id) => ({ id, name, value: <WireText text={value} /> }))}
      />
    </>
  );
}
