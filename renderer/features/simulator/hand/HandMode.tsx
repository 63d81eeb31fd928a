import './hand.css';
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
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
  // At the place of the list, or of the room for it.
  const hidden = narrow || guide;
  const list = <ThingList onOpen={focusThing} />;
  return (
    <>
      {slot === null
        ? null
        : createPortal(
            <>
              {hidden ? <PickerButton name={thing.name} /> : null}
              <HandTools narrow={narrow} />
            </>,
            slot,
          )}
      <div className="hand-panes">
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
        {hidden ? <Picker>{list}</Picker> : null}
      </div>
    </>
  );
}

/** From the list into the thing that is selected. */
function focusThing(): void {
  closePicker();
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('.hand-middle [role="grid"], .hand-middle .scroll')?.focus(),
  );
}

/** Where there is no room for the list, it opens from what is selected. */
function PickerButton({ name }: { name: string }) {
  const opened = useSimulator((state) => state.picker);
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      className="hand-picker mono"
      aria-label={`Select another: ${name}`}
      aria-haspopup="dialog"
      aria-expanded={opened}
      rightSection={<IconChevronDown size={14} stroke={1.75} />}
      onClick={() => useSimulator.setState({ picker: !opened })}
    >
      <span className="ellipsis">{name}</span>
    </Button>
  );
}

const closePicker = () => useSimulator.setState({ picker: false });

/** The list over the rest, until something is selected. */
function Picker({ children }: { children: ReactNode }) {
  const opened = useSimulator((state) => state.picker);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => closePicker, []);
  useEffect(() => {
    if (opened) box.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  }, [opened]);
  if (!opened) return null;
  return (
    <>
      <button type="button" className="hand-scrim" aria-label="Close the list" onClick={closePicker} />
      <div
        ref={box}
        className="hand-overlay"
        role="dialog"
        aria-label="Select another"
        onClick={(event) => {
          // Not what a menu on top tells through the tree of components.
          const row = (event.target as Element).closest('[role="row"][aria-selected]');
          if (row !== null && event.currentTarget.contains(row)) focusThing();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !event.currentTarget.contains(event.target as Node)) return;
          closePicker();
          document.querySelector<HTMLElement>('.hand-picker')?.focus();
        }}
      >
        {children}
      </div>
    </>
  );
}
