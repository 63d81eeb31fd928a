import './previews.css';
import { memo, useDeferredValue, useMemo } from 'react';
import { placeholdersFor } from '../../../shared/placeholders/placeholder-registry.ts';
import { secretOf } from '../../../shared/secrets/name.ts';
import { hasLayout } from '../../../shared/template/layout.ts';
import type { CompiledPostback } from '../../../shared/template/postback.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import type { NamedSettings } from '../../../shared/template/settings.ts';
import { occurrencesOf } from '../../../shared/template/trace.ts';
import { Pane } from '../../components/Pane.tsx';
import { count } from '../../lib/format.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { CopyRequest } from './CopyRequest.tsx';
import { usePanels } from './editor-panels.ts';
import { PlaceholderPalette } from './PlaceholderPalette.tsx';
import { PlaceholderPreview } from './PlaceholderPreview.tsx';
import { PreviewFold } from './PreviewFold.tsx';
import { SampleChooser, StepSelect } from './SampleChooser.tsx';
import { TestFold } from './TestFold.tsx';
import { TraceCard } from './TraceCard.tsx';
import { TypedValues } from './TypedValues.tsx';
import type { SampleChoice } from './usePreviewSample.ts';
import { ValuesFold } from './ValuesPreview.tsx';
import { useWire, WirePreview } from './WirePreview.tsx';

export interface PreviewProps {
  file: string;
  edited: boolean;
  /** The form that is previewed, which may be a moment behind the one that is edited. */
  form: PostbackForm;
  compiled: CompiledPostback;
  settings: NamedSettings;
  sample: SampleChoice;
}

const NO_VALUES = {};
const valuesOf = (sample: SampleChoice) => sample.current?.values ?? NO_VALUES;

/** Why there are no values, or what is not as one may think; the previews then show the template without any. */
function SampleNote({ sample: { problem, note } }: { sample: SampleChoice }) {
  if (problem === null && note === '') return null;
  return (
    <p className="templates-sample-problem" role="status" data-testid="sample-note">
      {problem === null ? (
        <span className="dimmed">{note}</span>
      ) : (
        <>
          <span className="text-bad">{problem.title}</span> <span className="dimmed">{problem.remedy}</span>
        </>
      )}
    </p>
  );
}

/** Says that the text on the wire is not written as the template is. */
function LayoutNote({ compiled: { postback } }: { compiled: CompiledPostback }) {
  const { url, body } = postback;
  const shown = useMemo(() => hasLayout(url, body), [url, body]);
  return shown ? (
    <p className="templates-sample-problem dimmed" role="note" data-testid="layout-note">
      Line breaks and spaces beside “&amp;” and at the ends are not sent.
    </p>
  ) : null;
}

/** The previews of a postback in one column, each of which folds: what is sent, what is read, what is filled in, a test. */
export function PreviewColumn(props: PreviewProps) {
  // They may be a moment behind: a key is drawn first, and they follow when there is time.
  return <ColumnNow {...useDeferredValue(props)} />;
}

const ColumnNow = memo(({ file, edited, form, compiled, settings, sample }: PreviewProps) => (
  <Pane label="Previews" className="templates-previews">
    <div className="pane-bar templates-sample-bar">
      <span className="text-12 dimmed">Sample</span>
      <SampleChooser kind={compiled.postback.kind} sample={sample} />
      <StepSelect sample={sample} />
    </div>
    <SampleNote sample={sample} />
    <WireFold compiled={compiled} settings={settings} sample={sample} />
    <ValuesFold compiled={compiled} settings={settings} samples={sample.samples} index={sample.index} />
    <PlaceholderFold form={form} compiled={compiled} settings={settings} sample={sample} />
    {form.kind === 'action' ? <TestFold file={file} level={form.level} edited={edited} /> : null}
  </Pane>
));

type FoldProps = Pick<PreviewProps, 'compiled' | 'settings' | 'sample'>;

function WireFold({ compiled, settings, sample }: FoldProps) {
  const wire = useWire({ compiled, settings, values: valuesOf(sample) });
  const size = wire.ok ? `${count(wire.bytes)} B` : 'cannot be sent';
  const open = usePanels(({ folds }) => folds.includes('wire'));
  return (
    <PreviewFold
      fold="wire"
      title="On the wire"
      label="Wire preview"
      sum={open ? size : `${sample.current?.label ?? 'No values'}, ${size}`}
      tools={wire.ok ? <CopyRequest wire={wire} /> : null}
    >
      <LayoutNote compiled={compiled} />
      <WirePreview wire={wire} url={compiled.postback.url} address={settings.receiverBase} />
    </PreviewFold>
  );
}

/** How many placeholders a postback uses, and how many of them nobody knows: "15 used, 1 unknown". */
function usedText(compiled: CompiledPostback, known: (name: string) => boolean): string {
  const names = [...new Set(occurrencesOf(compiled).map(({ name }) => name))];
  const unknown = names.filter((name) => secretOf(name) === undefined && !known(name)).length;
  return `${count(names.length)} used${unknown === 0 ? '' : `, ${count(unknown)} unknown`}`;
}

function PlaceholderFold({ form, compiled, settings, sample }: FoldProps & { form: PostbackForm }) {
  const choosing = usePanels(({ palette }) => palette);
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const registry = useMemo(() => placeholdersFor(form.kind, declared), [form.kind, declared]);
  const sum = useMemo(() => usedText(compiled, settings.known), [compiled, settings]);
  return (
    <PreviewFold fold="placeholders" title="Placeholders" label="Placeholders preview" sum={sum}>
      {choosing ? (
        <PlaceholderPalette form={form} registry={registry} />
      ) : (
        <PlaceholderPreview compiled={compiled} values={valuesOf(sample)} settings={settings} />
      )}
    </PreviewFold>
  );
}

/** What stands beside the previews when it is asked for, whether or not they are on screen. */
export function PreviewCards(props: FoldProps) {
  return <CardsNow {...useDeferredValue(props)} />;
}

const CardsNow = memo((props: FoldProps) => (
  <>
    <TraceCard {...props} />
    <TypedValues compiled={props.compiled} sample={props.sample} />
  </>
));
