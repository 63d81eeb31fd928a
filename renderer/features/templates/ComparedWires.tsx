import { useMemo } from 'react';
import {
  type CompiledPostback,
  compilePostback,
  type Postback,
  type RenderSettings,
  renderPostback,
  wireOf,
} from '../../../shared/template/postback.ts';
import { useRenderSettings } from '../../state/render-settings.ts';
import { ComparedTextHead } from './ComparedTextHead.tsx';
import { SampleChooser, StepSelect } from './SampleChooser.tsx';
import { TextDiff } from './TextDiff.tsx';
import { type SampleChoice, usePreviewSample } from './usePreviewSample.ts';

const NO_VALUES = {};

/** The request that a postback comes to, with a line break for each CRLF, or why there is none. */
function useRequest(compiled: CompiledPostback, { current }: SampleChoice, settings: RenderSettings): string {
  return useMemo(() => {
    const request = renderPostback(compiled, current?.values ?? NO_VALUES, settings);
    const wire = wireOf(request);
    if (!wire.ok) return `Cannot be sent: ${wire.reason}.`;
    return wire.head.replaceAll('\r\n', '\n') + wire.body;
  }, [compiled, current, settings]);
}

/** What two postbacks would send for an event; each for one of its own kind where the kinds differ. */
export function ComparedWires({ left, right }: { left: Postback; right: Postback }) {
  const one = useMemo(() => compilePostback(left), [left]);
  const other = useMemo(() => compilePostback(right), [right]);
  const settings = [useRenderSettings(left.kind), useRenderSettings(right.kind)] as const;
  const samples = [usePreviewSample(one, settings[0]), usePreviewSample(other, settings[1])] as const;
  const texts = [
    useRequest(one, samples[0], settings[0]),
    useRequest(other, samples[1], settings[1]),
  ] as const;
  return (
    <section aria-label="Requests" className="templates-compare-text">
      <ComparedTextHead title="Requests" texts={texts}>
        {left.kind === right.kind ? (
          <>
            <SampleChooser kind={left.kind} sample={samples[0]} />
            <StepSelect sample={samples[0]} />
          </>
        ) : (
          <span className="dimmed text-12">each for an event of its own kind</span>
        )}
      </ComparedTextHead>
      {texts[0] === texts[1] ? (
        <p className="dimmed text-12 templates-compare-same">Byte-for-byte identical.</p>
      ) : null}
      <TextDiff label="Request" left={texts[0]} right={texts[1]} />
    </section>
  );
}
