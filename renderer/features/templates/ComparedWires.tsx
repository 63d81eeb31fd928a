import { useMemo } from 'react';
import {
  compilePostback,
  type Postback,
  type RenderSettings,
  renderPostback,
  wireOf,
} from '../../../shared/template/postback.ts';
import { TextHead } from './CompareDialog.tsx';
import { SampleSelect, StepSelect } from './SampleSelect.tsx';
import { TextDiff } from './TextDiff.tsx';
import { type SampleChoice, useRenderSettings, useSample } from './useSample.ts';

const NO_VALUES = {};

/** The request that a postback comes to, with a line break for each CRLF, or why there is none. */
function useRequest(postback: Postback, { current }: SampleChoice, settings: RenderSettings): string {
  return useMemo(() => {
    const request = renderPostback(compilePostback(postback), current?.values ?? NO_VALUES, settings);
    const wire = wireOf(request);
    if (!wire.ok) return `It cannot be sent: ${wire.reason}.`;
    return wire.head.replaceAll('\r\n', '\n') + wire.body;
  }, [postback, current, settings]);
}

/** What two postbacks would send for an event; each for one of its own kind where the kinds differ. */
export function ComparedWires({ left, right }: { left: Postback; right: Postback }) {
  const samples = [useSample(left.kind), useSample(right.kind)] as const;
  const texts = [
    useRequest(left, samples[0], useRenderSettings(left.kind)),
    useRequest(right, samples[1], useRenderSettings(right.kind)),
  ] as const;
  return (
    <section aria-label="What each would send" className="tp-compare-text">
      <TextHead title="What each would send" texts={texts}>
        {left.kind === right.kind ? (
          <>
            <SampleSelect sample={samples[0]} />
            <StepSelect sample={samples[0]} />
          </>
        ) : (
          <span className="t2 f12">each for an event of its own kind</span>
        )}
      </TextHead>
      {texts[0] === texts[1] ? <p className="t2 f12 tp-compare-same">Byte for byte the same.</p> : null}
      <TextDiff label="Request" left={texts[0]} right={texts[1]} />
    </section>
  );
}
