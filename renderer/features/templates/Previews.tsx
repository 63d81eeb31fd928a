import { type Preview, useTemplatesView } from './templates-view.ts';
import './previews.css';
import { SegmentedControl } from '@mantine/core';
import { memo, type ReactNode, useDeferredValue, useMemo } from 'react';
import { hasLayout } from '../../../shared/template/layout.ts';
import type { CompiledPostback } from '../../../shared/template/postback.ts';
import type { NamedSettings } from '../../../shared/template/settings.ts';
import { Pane } from '../../components/Pane.tsx';
import { Split } from '../../components/Split.tsx';
import { count } from '../../lib/format.ts';
import { CopyRequest } from './CopyRequest.tsx';
import { PlaceholderPreview } from './PlaceholderPreview.tsx';
import { SampleChooser, StepSelect } from './SampleChooser.tsx';
import { TraceCard } from './TraceCard.tsx';
import { TypedValues } from './TypedValues.tsx';
import type { SampleChoice } from './usePreviewSample.ts';
import { ValuesPreview } from './ValuesPreview.tsx';
import { useWire, WirePreview } from './WirePreview.tsx';

export interface PreviewProps {
  compiled: CompiledPostback;
  settings: NamedSettings;
  sample: SampleChoice;
}

/** Previews may be a moment behind: a key is drawn first, and they follow when there is time. */
function useLater({ compiled, settings, sample }: PreviewProps): PreviewProps {
  return useDeferredValue(useMemo(() => ({ compiled, settings, sample }), [compiled, settings, sample]));
}

const NO_VALUES = {};
const valuesOf = (sample: SampleChoice) => sample.current?.values ?? NO_VALUES;
const showStep = (step: number) => useTemplatesView.setState({ step });

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

/** The values of all steps side by side. */
export function ValuesPane(props: PreviewProps) {
  return <ValuesNow {...useLater(props)} />;
}

const ValuesNow = memo(({ compiled, settings, sample }: PreviewProps) => (
  <Pane label="Values preview">
    <div className="pane-bar templates-bar">
      <h2>Values</h2>
      <span className="spacer" />
      <span className="text-12 dimmed">Sample</span>
      <SampleChooser kind={compiled.postback.kind} sample={sample} />
    </div>
    <SampleNote sample={sample} />
    <ValuesPreview
      compiled={compiled}
      settings={settings}
      samples={sample.samples}
      index={sample.index}
      onStep={showStep}
    />
  </Pane>
));

function PlaceholderPane({ compiled, settings, sample }: PreviewProps) {
  return (
    <Pane label="Placeholders preview">
      <div className="pane-bar templates-bar">
        <h2 className="ellipsis">Placeholders</h2>
        <span className="spacer" />
        <StepSelect sample={sample} />
      </div>
      <PlaceholderPreview compiled={compiled} values={valuesOf(sample)} settings={settings} />
    </Pane>
  );
}

function WirePane({ compiled, settings, sample }: PreviewProps) {
  const wire = useWire({ compiled, settings, values: valuesOf(sample) });
  return (
    <Pane label="Wire preview">
      <div className="pane-bar templates-bar">
        <h2 className="ellipsis">On the wire</h2>
        <span className="dimmed text-12 nowrap">{sample.current?.label ?? 'No values'}</span>
        <span className="spacer" />
        <WireTools wire={wire} />
      </div>
      <LayoutNote compiled={compiled} />
      <WirePreview wire={wire} url={compiled.postback.url} address={settings.receiverBase} />
    </Pane>
  );
}

function WireTools({ wire }: { wire: ReturnType<typeof useWire> }) {
  if (!wire.ok) return null;
  return (
    <>
      <span className="dimmed text-12 nowrap">{count(wire.bytes)} B</span>
      <CopyRequest wire={wire} />
    </>
  );
}

/** The two previews of one step, one above the other; `instead` takes the place of the first. */
export function SidePreviews({ instead, ...props }: PreviewProps & { instead?: ReactNode }) {
  return <SideNow {...useLater(props)} instead={instead} />;
}

const SideNow = memo(({ instead, ...props }: PreviewProps & { instead?: ReactNode }) => (
  <>
    <Split
      id="templates.wire"
      label="Height of the wire preview"
      direction="column"
      sized="second"
      initial={330}
      min={110}
      minOther={110}
      first={instead ?? <PlaceholderPane {...props} />}
      second={<WirePane {...props} />}
    />
    <TraceCard {...props} />
    <TypedValues {...props} />
  </>
));

/** One preview at a time, where there is no room for three. */
export function NarrowPreviews(props: PreviewProps) {
  return <NarrowNow {...useLater(props)} />;
}

const NarrowNow = memo((props: PreviewProps) => {
  const { compiled, settings, sample } = props;
  const preview = useTemplatesView((state) => state.preview);
  const wire = useWire({ compiled, settings, values: valuesOf(sample) });
  return (
    <Pane label="Preview">
      <div className="pane-bar templates-bar">
        <SegmentedControl
          aria-label="Preview"
          value={preview}
          onChange={(next) => useTemplatesView.setState({ preview: next as Preview })}
          data={[
            { value: 'placeholders', label: 'Placeholders' },
            { value: 'values', label: 'Values' },
            { value: 'wire', label: 'On the wire' },
          ]}
        />
        {preview === 'wire' ? <WireTools wire={wire} /> : null}
        <span className="spacer" />
        <SampleChooser kind={compiled.postback.kind} sample={sample} />
        <StepSelect sample={sample} />
      </div>
      <SampleNote sample={sample} />
      {preview === 'placeholders' ? (
        <PlaceholderPreview compiled={compiled} values={valuesOf(sample)} settings={settings} />
      ) : preview === 'values' ? (
        <ValuesPreview
          compiled={compiled}
          settings={settings}
          samples={sample.samples}
          index={sample.index}
          onStep={showStep}
        />
      ) : (
        <>
          <LayoutNote compiled={compiled} />
          <WirePreview wire={wire} url={compiled.postback.url} address={settings.receiverBase} />
        </>
      )}
      <TraceCard {...props} />
      <TypedValues {...props} />
    </Pane>
  );
});
