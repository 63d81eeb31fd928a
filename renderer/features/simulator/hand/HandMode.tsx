import './hand.css';
import { Button, Popover } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { createPortal } from 'react-dom';
import { IconChevronDown } from '../../../components/icons.ts';
import { Split } from '../../../components/Split.tsx';
import { useUi } from '../../../state/ui.ts';
import { GuidePane } from '../guide/GuidePane.tsx';
import { useSimulator } from '../simulator-view.ts';
import { HandTools } from './HandTools.tsx';
import { SentPane } from './SentPane.tsx';
import { ThingList } from './ThingList.tsx';
import { useFirstAction, useThing } from './useThing.tsx';

interface HandModeProps {
  /** In the bar, beside the modes. */
  slot: HTMLElement | null;
  narrow: boolean;
}

/** One thing of the simulated world: what can be done with it next, what happened, and what was sent for it. */
export function HandMode({ slot, narrow }: HandModeProps) {
  const guide = useSimulator((state) => state.guide);
  const kind = useUi(({ world }) => world);
  const thing = useThing(kind);
  useFirstAction();
  const pane = <div className="pane-half hand-middle">{thing.pane}</div>;
  const sent =
    thing.sent === null || (narrow && guide) ? null : <SentPane sent={thing.sent} what={thing.what} />;
  const both = (
    <Split
      key={narrow ? 'narrow' : 'wide'}
      id={narrow ? 'simulator.hand-sent-narrow' : 'simulator.hand-sent'}
      label="Width of what was sent"
      sized="second"
      initial={narrow ? 356 : 424}
      min={280}
      minOther={320}
      first={pane}
      second={sent}
    />
  );
  const list = <ThingList onOpen={focusThing} />;
  return (
    <>
      {slot === null
        ? null
        : createPortal(
            <>
              {narrow || guide ? <Picker name={thing.name}>{list}</Picker> : null}
              <HandTools narrow={narrow} />
            </>,
            slot,
          )}
      {narrow && !guide ? (
        both
      ) : (
        <Split
          key={guide ? 'guide' : 'list'}
          id={guide ? 'simulator.guide' : 'simulator.hand-list'}
          label={guide ? 'Width of the guide' : 'Width of the list'}
          initial={guide && narrow ? 264 : 300}
          min={220}
          minOther={narrow ? 320 : 620}
          first={guide ? <GuidePane /> : list}
          second={both}
        />
      )}
    </>
  );
}

/** From the list into the thing that is selected. */
function focusThing(): void {
  useSimulator.setState({ picker: false });
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('.hand-middle [role="grid"], .hand-middle .scroll')?.focus(),
  );
}

/** Where there is no room for the list, it opens from what is selected. */
function Picker({ name, children }: { name: string; children: ReactNode }) {
  const opened = useSimulator((state) => state.picker);
  const set = (picker: boolean) => useSimulator.setState({ picker });
  useEffect(() => () => useSimulator.setState({ picker: false }), []);
  return (
    <Popover opened={opened} onChange={set} position="bottom-start" width={360} shadow="sm" trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          className="hand-picker mono"
          aria-label={`Select another: ${name}`}
          aria-haspopup="dialog"
          aria-expanded={opened}
          rightSection={<IconChevronDown size={14} stroke={1.75} />}
          onClick={() => set(!opened)}
        >
          <span className="ellipsis">{name}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown
        className="hand-popover"
        aria-label="Select another"
        onClick={(event) => {
          if ((event.target as Element).closest('[role="row"][aria-selected]') !== null) set(false);
        }}
      >
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
