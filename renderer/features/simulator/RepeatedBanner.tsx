import { Button } from '@mantine/core';
import { IconCopyPlus } from '@tabler/icons-react';
import { counted } from '../../lib/format.ts';
import { repeatedSentences } from '../../lib/repeated-sentences.ts';
import { openPostback } from '../../state/postback-drafts.ts';
import { useRepeated } from '../../state/repeated-events.ts';

/** Before a run: which events the partner will get more than once. */
export function RepeatedBanner() {
  const repeated = useRepeated();
  const first = repeated[0];
  if (first === undefined) return null;
  const sentences = repeatedSentences(repeated);
  const more = sentences.length - 1;
  const open = () => openPostback(first.postbacks.at(-1)!.file);
  return (
    <div className="banner" role="status" data-testid="repeated">
      <IconCopyPlus size={16} stroke={1.5} aria-hidden="true" />
      <span className="grow" title={sentences.join('\n')}>
        {sentences[0]}
        {more === 0 ? '' : ` ${counted(more, 'more case')}.`}
      </span>
      <Button size="xs" onClick={open}>
        Show in Templates
      </Button>
    </div>
  );
}
