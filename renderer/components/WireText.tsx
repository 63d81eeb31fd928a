const EDGES = /^([ \t]*)([\s\S]*?)([ \t]*)$/;

/** A value from the wire. Blanks at its ends, which eyes miss and programs trip over, are shown; so is nothing. */
export function WireText({ text }: { text: string }) {
  if (text === '') return <span className="wire-empty">empty</span>;
  const [, leading = '', middle = '', trailing = ''] = EDGES.exec(text) ?? [];
  return (
    <span className="wire-text">
      <Blanks text={leading} where="leading" />
      {middle}
      <Blanks text={trailing} where="trailing" />
    </span>
  );
}

function Blanks({ text, where }: { text: string; where: string }) {
  if (text === '') return null;
  const name = `${where} ${text.length === 1 ? 'blank' : `${text.length} blanks`}`;
  return (
    <span className="wire-blank" title={name}>
      <span aria-hidden="true">{'␣'.repeat(text.length)}</span>
      <span className="visually-hidden">({name})</span>
    </span>
  );
}
