import { Button } from '@mantine/core';
import type { Ref } from 'react';
import type { QueryProblem } from '../../../../shared/receiver/query/parse-query.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconTrash } from '../../../components/icons.ts';
import { useCaptures } from '../../../state/captures.ts';
import { ResponsesButton } from '../rules/ResponsesButton.tsx';
import { QueryField, type QueryFieldHandle } from './QueryField.tsx';
import { clearCaptures } from './remove-captures.ts';

interface ReceiverBarProps {
  problem: QueryProblem | null;
  live: boolean;
  onLive: (live: boolean) => void;
  /** Whether the response rules stand beside the list. */
  responses: boolean;
  toList: () => void;
  field: Ref<QueryFieldHandle>;
}

/** The query line, over the whole width, and what is done with all captures. */
export function ReceiverBar({ problem, live, onLive, responses, toList, field }: ReceiverBarProps) {
  const total = useCaptures((state) => state.total);
  return (
    <div className="pane-bar">
      <QueryField problem={problem} toList={toList} handle={field} />
      <Button
        size="xs"
        aria-pressed={live}
        title={live ? 'Pause the list (P); the receiver keeps capturing' : 'Show captures as they arrive (P)'}
        leftSection={
          <span
            className={live ? 'status-dot status-dot-small' : 'status-dot status-dot-small status-dot-off'}
          />
        }
        onClick={() => onLive(!live)}
      >
        Live
      </Button>
      <ResponsesButton opened={responses} />
      <IconButton
        label="Clear captures"
        icon={<IconTrash size={16} stroke={1.5} />}
        disabled={total === 0}
        onClick={() => void clearCaptures()}
      />
    </div>
  );
}
