import { Button } from '@mantine/core';
import { useState } from 'react';
import { count } from '../../lib/format.ts';
import { BodyTextPieces } from './BodyTextPieces.tsx';

/** More than this at once makes the page slow. */
const AT_ONCE = 500_000;

interface LongTextProps {
  text: string;
  wrap?: boolean;
  /** Whether it is JSON, whose numbers may be more exact than JavaScript keeps them. */
  json?: boolean;
}

/** Text from the wire, wrapped and never cut in silence. */
export function LongText({ text, wrap = true, json = false }: LongTextProps) {
  const [shown, setShown] = useState(AT_ONCE);
  const more = text.length - shown;
  return (
    <>
      <pre className={wrap ? 'code-block code-wrap' : 'code-block'}>
        <BodyTextPieces text={more > 0 ? text.slice(0, shown) : text} json={json} />
      </pre>
      {more > 0 ? (
        <p className="receiver-note hstack">
          {count(more)} more characters.
          <Button size="xs" onClick={() => setShown(shown + AT_ONCE)}>
            Show more
          </Button>
        </p>
      ) : null}
    </>
  );
}
