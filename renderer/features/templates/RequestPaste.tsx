import { Textarea } from '@mantine/core';
import type { ProblemText } from '../../lib/problem.ts';

interface Props {
  text: string;
  problem: ProblemText | null;
  onChange: (text: string) => void;
}

/** Takes a request as text. */
export function RequestPaste({ text, problem, onChange }: Props) {
  return (
    <Textarea
      label="Request"
      description="A URL, a cURL command, or an entry of a HAR file"
      placeholder="curl 'https://example.com/pb?txid=1000.4636.158133&pay=12.00'"
      classNames={{ input: 'mono' }}
      minRows={5}
      maxRows={10}
      autosize
      data-autofocus
      value={text}
      error={problem === null ? null : `${problem.title} ${problem.remedy}`}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
