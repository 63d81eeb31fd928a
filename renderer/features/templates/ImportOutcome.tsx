import type { ImportedTemplate } from '../../../shared/template/import.ts';

/** What a request becomes as a template: each guess marked, and what was left out. */
export function ImportOutcome({
  made: { method, url, headers, body, guesses, notes },
}: {
  made: ImportedTemplate;
}) {
  const guessed = new Set(guesses.map(({ name }) => name));
  return (
    <section aria-label="Result" className="templates-import">
      <div className="mono text-12 templates-import-url">
        {method} <Guessed text={url} names={guessed} />
        {Object.entries(headers).map(([name, value]) => (
          <div key={name}>
            {name}: <Guessed text={value} names={guessed} />
          </div>
        ))}
      </div>
      {body === undefined ? null : (
        <pre className="mono text-12 templates-import-body">
          <Guessed text={body.template} names={guessed} />
        </pre>
      )}
      {guesses.length === 0 ? (
        <p className="dimmed">No values look like placeholders. You can insert placeholders afterwards.</p>
      ) : (
        <>
          <p className="dimmed text-12">Placeholders guessed from keys and values. Please check:</p>
          <ul className="templates-guesses">
            {guesses.map(({ key, value, name }) => (
              <li key={`${key} ${name}`}>
                <span className="mono ellipsis">{key}</span>
                <span className="mono dimmed ellipsis">{value === '' ? 'empty' : value}</span>
                <span className="mono placeholder">{`{${name}}`}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {notes.map((note) => (
        <p key={note} className="dimmed text-12">
          {note}
        </p>
      ))}
    </section>
  );
}

/** A template with the placeholders that were guessed marked. */
function Guessed({ text, names }: { text: string; names: ReadonlySet<string> }) {
  const pieces = text.split(/(\{[A-Za-z][A-Za-z0-9_]*\})/);
  return pieces.map((piece, at) => {
    const guess = at % 2 === 1 && names.has(piece.slice(1, -1));
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces have no other name, and no state
    return guess ? <mark key={at}>{piece}</mark> : piece;
  });
}
