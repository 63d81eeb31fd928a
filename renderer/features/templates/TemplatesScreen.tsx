import { EmptyState } from '../../components/EmptyState.tsx';

/** Postbacks of the workspace and what they render to. */
export function TemplatesScreen() {
  return <EmptyState title="Templates" />;
}
