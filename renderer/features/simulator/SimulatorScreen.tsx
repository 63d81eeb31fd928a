import { EmptyState } from '../../components/EmptyState.tsx';

/** Actions, their deliveries and the scenarios of the workspace. */
export function SimulatorScreen() {
  return <EmptyState title="Simulator" />;
}
