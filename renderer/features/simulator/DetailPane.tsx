import type { ReactNode } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Pane } from '../../components/Pane.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';

interface DetailPaneProps {
  /** Names the pane: "Inquiry". */
  label: string;
  title: string;
  id: string;
  /** Says what the button beside the id copies: "Copy inquiry id". */
  copyId: string;
  /** Where it stands, at the right end of the head. */
  state?: ReactNode;
  /** What can be done with it, below. */
  buttons?: ReactNode;
  children: ReactNode;
}

/** One thing of the simulated world: what it is called, its parts, and what can be done with it. */
export function DetailPane({ label, title, id, copyId, state, buttons, children }: DetailPaneProps) {
  return (
    <Pane label={label}>
      <div className="pane-bar simulator-bar">
        <h2 className="ellipsis">{title}</h2>
        <span className="mono dimmed ellipsis">{id}</span>
        <CopyButton text={id} label={copyId} />
        {state === undefined ? null : (
          <>
            <span className="spacer" />
            {state}
          </>
        )}
      </div>
      <ScrollRegion label={`Selected ${label.toLowerCase()}`} className="world-details">
        {children}
      </ScrollRegion>
      {buttons === undefined ? null : <div className="pane-bar world-next-steps">{buttons}</div>}
    </Pane>
  );
}
