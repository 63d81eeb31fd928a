import { type ReactNode, useState } from 'react';
import { Group, Panel, Separator, usePanelRef } from 'react-resizable-panels';
import { readNumber, writeNumber } from '../lib/local-storage.ts';

interface SplitProps {
  /** Names the size in storage: "receiver". */
  id: string;
  /** Says what is sized: "Width of the capture list". */
  label: string;
  /** "row": side by side; "column": one above the other. */
  direction?: 'row' | 'column';
  /** Which of the two panes keeps its size in pixels; the other takes the rest. */
  sized?: 'first' | 'second';
  initial: number;
  /** The smallest the sized pane may be, in pixels. */
  min: number;
  /** The smallest the other pane may be, in pixels. */
  minOther: number;
  first: ReactNode;
  /** Null leaves all the room to the first pane, which stays as it is. */
  second: ReactNode | null;
}

/** Two panes and the line between them: drag it, or focus it and use the arrows; a double click resets. */
export function Split(props: SplitProps) {
  const { id, label, direction = 'row', sized = 'first', initial, min, minOther, first, second } = props;
  const sizedPane = usePanelRef();
  const [wanted, setWanted] = useState(() => readNumber(`split.${id}`) ?? initial);
  const remember = (size: number) => {
    setWanted(size);
    writeNumber(`split.${id}`, size);
  };
  const reset = () => {
    sizedPane.current?.resize(initial);
    remember(initial);
  };
  const row = direction === 'row';
  const pane = (which: 'first' | 'second', children: ReactNode) => (
    <Panel
      id={which}
      className="pane-half"
      style={{ overflow: 'visible' }}
      {...(which === sized
        ? {
            panelRef: sizedPane,
            defaultSize: wanted,
            minSize: second === null ? 0 : min,
            groupResizeBehavior: 'preserve-pixel-size' as const,
          }
        : { minSize: second === null ? 0 : minOther })}
    >
      {children}
    </Panel>
  );
  return (
    <Group
      className="panes"
      orientation={row ? 'horizontal' : 'vertical'}
      disableCursor
      onLayoutChanged={(_layout, { isUserInteraction }) => {
        // What the window alone changes is not what was wanted.
        const size = sizedPane.current?.getSize().inPixels;
        if (isUserInteraction && second !== null && size !== undefined) remember(Math.round(size));
      }}
    >
      {pane('first', first)}
      {second === null ? null : (
        <>
          <Separator
            className={row ? 'split' : 'split split-column'}
            aria-label={label}
            disableDoubleClick
            onDoubleClick={reset}
          />
          {pane('second', second)}
        </>
      )}
    </Group>
  );
}
