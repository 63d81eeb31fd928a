import { secretOf } from '../../../shared/secrets/name.ts';
import type { ImportedTemplate } from '../../../shared/template/import/template-of-request.ts';
import { parseTemplate } from '../../../shared/template/parse.ts';

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
      {notes.length === 0 ? null : (
        <ul aria-label="Notes" className="templates-import-notes text-12">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
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
    </section>
  );
}

/** A template with its guessed placeholders marked, and its secrets. */
function Guessed({ text, names }: { text: string; names: ReadonlySet<string> }) {
  return parseTemplate(text).map((segment) => {
    if (segment.type === 'text') return segment.text;
    const { name, start, end } = segment;
    const piece = text.slice(start, end);
    if (names.has(name)) return <mark key={start}>{piece}</mark>;
    if (secretOf(name) === undefined) return piece;
    return (
      <span key={start} className="placeholder">
        {piece}
      </span>
    );
  });
}
