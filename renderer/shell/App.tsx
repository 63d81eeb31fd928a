import { ReceiverScreen } from '../features/receiver/ReceiverScreen.tsx';
import { SimulatorScreen } from '../features/simulator/SimulatorScreen.tsx';
import { TemplatesScreen } from '../features/templates/TemplatesScreen.tsx';
import { useCommandKeys } from '../state/commands.ts';
import { type Section, useUi } from '../state/ui.ts';
import { Rail } from './Rail.tsx';
import { useFollowing } from './useFollowing.ts';

const SCREENS: Record<Section, () => React.ReactNode> = {
  receiver: ReceiverScreen,
  templates: TemplatesScreen,
  simulator: SimulatorScreen,
};

/** The frame and the section in it. */
export function App() {
  useFollowing();
  useCommandKeys();
  const section = useUi((state) => state.section);
  const Screen = SCREENS[section];
  return (
    <div className="app">
      <Rail />
      <header className="topbar" />
      <main className="main">
        <Screen />
      </main>
      <footer className="status" />
    </div>
  );
}
