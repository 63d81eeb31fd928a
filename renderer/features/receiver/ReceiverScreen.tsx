import { EmptyState } from '../../components/EmptyState.tsx';

/** What the local receiver took in, newest first, and one capture in full. */
export function ReceiverScreen() {
  return <EmptyState title="No captures yet" />;
}
