import { memo } from 'react';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { CompiledPostback, RenderSettings } from '../../../shared/template/postback.ts';
import { type Compiled, type RenderedPart, renderParts, unsetText } from '../../../shared/template/render.ts';
import { occurrenceId, textsOf } from '../../../shared/template/trace.ts';
import { LongPieces } from './LongPieces.tsx';
import { TracedText, TracedValue } from './TracedText.tsx';
import { VisibleText } from './VisibleText.tsx';

interface Props {
  compiled: CompiledPostback;
  values: Values;
  settings: RenderSettings;
}

/** The template filled in with what the sample has, and `<Name>` wherever there is no value. */
export const PlaceholderPreview = memo(({ compiled, values, settings }: Props) => (
  <TracedText from="placeholders" label="Placeholders" testId="placeholder-preview">
    <span className="strong">{compiled.postback.method} </span>
    {textsOf(compiled).map(({ field, compiled: text }) => (
      <span key={field}>
        {field === 'body' ? '\n\n' : field === 'url' ? '' : '\n'}
        {field === 'url' || field === 'body' ? null : (
          <>
            <span className="dimmed">{field.slice('header:'.length)}:</span>{' '}
          </>
        )}
        <Filled field={field} compiled={text} values={values} settings={settings} />
      </span>
    ))}
  </TracedText>
));

interface FilledProps extends Omit<Props, 'compiled'> {
  field: ReturnType<typeof textsOf>[number]['field'];
  compiled: Compiled;
}

function Filled({ field, compiled, values, settings }: FilledProps) {
  return (
    <LongPieces
      parts={renderParts(compiled, values, settings)}
      render={(part) => <Part key={part.start} id={occurrenceId({ field, start: part.start })} part={part} />}
    />
  );
}

function Part({ id, part: { type, text, name = '' } }: { id: string; part: RenderedPart }) {
  switch (type) {
    case 'text':
      return <VisibleText text={text} />;
    case 'value':
      return (
        <TracedValue id={id} className="templates-sub">
          <VisibleText text={text} />
        </TracedValue>
      );
    case 'secret':
      return (
        <TracedValue id={id} className="placeholder placeholder-empty templates-whole">
          {text}
        </TracedValue>
      );
    case 'unset':
      return (
        <TracedValue id={id} className="placeholder placeholder-empty templates-whole">
          {unsetText(name)}
        </TracedValue>
      );
    case 'unknown':
      return (
        <TracedValue id={id} className="placeholder placeholder-unknown templates-whole">
          {`{${name}}`}
        </TracedValue>
      );
  }
}
