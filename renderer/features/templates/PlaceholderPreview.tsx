import type { Values } from '../../../shared/domain/values.ts';
import type { CompiledPostback, RenderSettings } from '../../../shared/template/postback.ts';
import { type Compiled, type RenderedPart, renderParts, unsetText } from '../../../shared/template/render.ts';
import { clipped } from './clipped.ts';
import { NotDrawn } from './WirePreview.tsx';

interface Props {
  compiled: CompiledPostback;
  values: Values;
  settings: RenderSettings;
}

/** The template filled in with what the sample has, and `<Name>` wherever there is no value. */
export function PlaceholderPreview({ compiled, values, settings }: Props) {
  const part = (template: Compiled) => <Filled compiled={template} values={values} settings={settings} />;
  return (
    <section className="scroll" aria-label="Placeholders">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled text must be reachable by keyboard */}
      <div className="code wrap tp-text" data-testid="placeholder-preview" tabIndex={0}>
        <span className="bb">{compiled.postback.method} </span>
        {part(compiled.url)}
        {compiled.headers.map(([name, value]) => (
          <span key={name}>
            {'\n'}
            <span className="t2">{name}:</span> {part(value)}
          </span>
        ))}
        {compiled.body === undefined ? null : (
          <>
            {'\n\n'}
            {part(compiled.body)}
          </>
        )}
      </div>
    </section>
  );
}

function Filled({ compiled, values, settings }: Omit<Props, 'compiled'> & { compiled: Compiled }) {
  const { shown, more } = clipped(renderParts(compiled, values, settings));
  return (
    <>
      {shown.map((part) => (
        <Part key={part.start} part={part} />
      ))}
      <NotDrawn more={more} />
    </>
  );
}

function Part({ part: { type, text, name = '' } }: { part: RenderedPart }) {
  switch (type) {
    case 'text':
      return text;
    case 'value':
      return (
        <span className="tp-sub" title={`{${name}}`}>
          {text}
        </span>
      );
    case 'unset':
      return (
        <span className="ph e" title={`{${name}} has no value in this sample`}>
          {unsetText(name)}
        </span>
      );
    case 'unknown':
      return (
        <span className="ph u" title={unknownTitle(name, text)}>
          {`{${name}}`}
        </span>
      );
  }
}

function unknownTitle(name: string, sent: string): string {
  return `{${name}} is not a known placeholder; ${sent === '' ? 'nothing is sent for it' : 'it is sent as it stands'}`;
}
