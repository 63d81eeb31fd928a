import { lazy, Suspense } from 'react';
import { IconBraces, IconInbox, IconListCheck } from '../components/icons.ts';
import { ReceiverScreen } from '../features/receiver/ReceiverScreen.tsx';
import { SimulatorScreen } from '../features/simulator/SimulatorScreen.tsx';
import type { Command } from '../state/commands.ts';
import type { Section } from '../state/sections.ts';

/** A screen that is loaded when it is first shown. */
function loadedLater(load: () => Promise<React.ComponentType>): () => React.ReactNode {
  const Screen = lazy(async () => ({ default: await load() }));
  return () => (
    <Suspense fallback={null}>
      <Screen />
    </Suspense>
  );
}

/** It brings all checks and their remedies. */
const ChecksScreen = loadedLater(
  async () => (await import('../features/checks/ChecksScreen.tsx')).ChecksScreen,
);
/** It brings the editor. */
const TemplatesScreen = loadedLater(
  async () => (await import('../features/templates/TemplatesScreen.tsx')).TemplatesScreen,
);

/** Events on their way along the time. */
const IconSteps: Command['icon'] = ({ size = 20, stroke = 1.5 }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    strokeWidth={stroke}
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d="M3 5.5h6M3 10h10M3 14.5h6" />
    <circle cx="11" cy="5.5" r="1.75" />
    <circle cx="15" cy="10" r="1.75" />
    <circle cx="11" cy="14.5" r="1.75" />
  </svg>
);

/** The sign of each section, in the rail and beside the commands that lead there. */
export const SECTION_ICONS: Record<Section, Command['icon']> = {
  receiver: IconInbox,
  templates: IconBraces,
  simulator: IconSteps,
  checks: IconListCheck,
};

export const SECTION_TITLES: Record<Section, string> = {
  receiver: 'Receiver',
  templates: 'Templates',
  simulator: 'Simulator',
  checks: 'Checks',
};

/** What each section shows. A new screen begins with its id in SECTIONS of state/sections.ts. */
export const SCREENS: Record<Section, () => React.ReactNode> = {
  receiver: ReceiverScreen,
  templates: TemplatesScreen,
  simulator: SimulatorScreen,
  checks: ChecksScreen,
};
