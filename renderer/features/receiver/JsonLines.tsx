import { Button } from '@mantine/core';
import { useState } from 'react';
import type { JsonLine } from '../../../shared/http/json-lines.ts';
import { prettyJson } from '../../../shared/template/pretty-json.ts';
import { count } from '../../lib/format.ts';
import { BodyTextPieces } from './BodyTextPieces.tsx';

/** Lines that are drawn at once. */
const AT_ONCE = 200;
/** Characters of a line that is not opened. */
const FOLDED = 300;

/** A body of JSON lines: each line by its number, laid out once it is opened, and marked if it is not JSON. */
export function JsonLines({ lines }: { lines: readonly JsonLine[] }) {
  const [shown, setShown] = useState(AT_ONCE);
  const bad = lines.filter(({ problem }) => problem !== '');
  const more = lines.length - shown;
  return (
    <>
      {bad.length === 0 ? null : (
        <p className="receiver-note text-warn">
          {bad.length === 1 ? 'Line' : `${count(bad.length)} lines are not JSON:`}{' '}
          {bad
            .slice(0, 10)
            .map(({ number }) => count(number))
            .join(', ')}
          {bad.length > 10 ? ', …' : ''}
          {bad.length === 1 ? ' is not JSON.' : ''}
        </p>
      )}
      <ol className="receiver-lines" aria-label="JSON lines">
        {lines.slice(0, shown).map((line) => (
          <Line key={line.number} line={line} />
        ))}
      </ol>
      {more > 0 ? (
        <p className="receiver-note hstack">
          {count(more)} more lines.
          <Button size="xs" onClick={() => setShown(shown + AT_ONCE * 5)}>
            Show more
          </Button>
        </p>
      ) : null}
    </>
  );
}

function Line({ line: { number, text, problem } }: { line: JsonLine }) {
  const [opened, setOpened] = useState(false);
  if (problem !== '') {
    return (
      <li className="receiver-line receiver-line-bad">
        <span className="faint">{number}</span>
        <span className="wrap-anywhere">
          <BodyTextPieces text={text} json={false} />
          <span className="text-warn receiver-line-problem">Not JSON: {problem}</span>
        </span>
      </li>
    );
  }
  const folded = text.length > FOLDED ? `${text.slice(0, FOLDED)}…` : text;
  return (
    <li className="receiver-line">
      <span className="faint">{number}</span>
      <details onToggle={(event) => setOpened(event.currentTarget.open)}>
        <summary className={opened ? 'dimmed' : 'ellipsis'}>
          {opened ? 'Fold' : <BodyTextPieces text={folded} json />}
        </summary>
        {opened ? (
          <pre className="code-block code-wrap">
            <BodyTextPieces text={prettyJson(text) ?? text} json />
          </pre>
        ) : null}
      </details>
    </li>
  );
}
