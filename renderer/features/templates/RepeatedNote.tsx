import { IconCopyPlus } from '@tabler/icons-react';
import { repeatedSentences } from '../../lib/repeated-sentences.ts';
import { useRepeated } from '../../state/repeated-events.ts';

/** Says that what this postback fires on arrives through another one too. */
export function RepeatedNote({ file }: { file: string }) {
  const repeated = useRepeated().filter(({ postbacks }) => postbacks.some((source) => source.file === file));
  if (repeated.length === 0) return null;
  return (
    <p className="text-12 text-warn templates-repeated" role="status">
      <IconCopyPlus size={14} stroke={1.5} aria-hidden="true" />
      <span>{repeatedSentences(repeated, file).join(' ')}</span>
    </p>
  );
}
