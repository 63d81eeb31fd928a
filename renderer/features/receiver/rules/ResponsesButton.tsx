import { Button } from '@mantine/core';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconMessageCheck } from '../../../components/icons.ts';
import { useNarrow } from '../../../components/useNarrow.ts';
import { toggleResponses } from '../../../state/responses-panel.ts';

/** Shows or hides the response rules beside the captures. */
export function ResponsesButton({ opened }: { opened: boolean }) {
  const narrow = useNarrow();
  const icon = <IconMessageCheck size={15} stroke={1.5} />;
  if (narrow)
    return (
      <IconButton label="Responses" keys="Shift+F9" icon={icon} pressed={opened} onClick={toggleResponses} />
    );
  return (
    <Button
      size="xs"
      leftSection={icon}
      aria-pressed={opened}
      data-active={opened || undefined}
      title="How the receiver responds (Shift F9)"
      onClick={toggleResponses}
    >
      Responses
    </Button>
  );
}
