import { Button } from '@mantine/core';
import { counted } from '../../../lib/format.ts';
import { useEngine } from '../../../state/engine.ts';
import { undoClear } from './remove-captures.ts';

/** What the last Clear removed, as long as it can be undone. */
export function ClearedNote() {
  const cleared = useEngine(({ view }) => view?.cleared ?? null);
  if (cleared === null) return null;
  return (
    <span className="captures-cleared">
      {counted(cleared.captures, 'capture')} cleared.
      <Button size="xs" onClick={() => void undoClear()}>
        Undo Clear
      </Button>
    </span>
  );
}
