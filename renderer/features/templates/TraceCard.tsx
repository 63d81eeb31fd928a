import { Portal } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import type { EncodingPlace } from '../../../shared/template/encode.ts';
import type { CompiledPostback, RenderSettings } from '../../../shared/template/postback.ts';
import { type Traced, traceOf } from '../../../shared/template/trace.ts';
import { Chip } from '../../components/Chip.tsx';
import { WireText } from '../../components/WireText.tsx';
import { counted } from '../../lib/format.ts';
import { useTrace } from './trace.ts';
import type { SampleChoice } from './usePreviewSample.ts';

const GAP = 6;
/** More than this of a value would fill the screen; the preview has all of it. */
const MOST = 300;

const RULES: Record<EncodingPlace, string> = {
  url: 'percent-encoded',
  form: 'percent-encoded',
  json: 'escaped for JSON',
  xml: 'escaped for XML',
  'xml-cdata': 'as CDATA',
  'xml-comment': 'as a comment holds it',
  header: 'as a header holds it',
  raw: 'unescaped',
};

interface Props {
  compiled: CompiledPostback;
  settings: RenderSettings;
  sample: SampleChoice;
}

/** What is known of the value that a preview shows: its placeholder, what is sent for it, and where it comes from. */
export function TraceCard({ compiled, settings, sample }: Props) {
  const anchor = useTrace((state) => state.anchor);
  const id = useTrace(({ ids }) => [...ids][0]);
  if (anchor === null || id === undefined) return null;
  const traced = traceOf(compiled, id, sample.current?.values ?? {}, settings);
  if (traced === undefined) return null;
  return (
    <Portal>
      <Card key={id} anchor={anchor} traced={traced} sample={sample} />
    </Portal>
  );
}

/** Below what it is about, or above where there is no room; never over it. */
function placeFor(anchor: Element, card: Element): { left: number; top: number } {
  const rects = anchor.getClientRects();
  const first = rects[0] ?? anchor.getBoundingClientRect();
  const last = rects[rects.length - 1] ?? first;
  const { width, height } = card.getBoundingClientRect();
  const below = last.bottom + GAP;
  const top = below + height <= window.innerHeight - GAP ? below : first.top - GAP - height;
  const left = Math.min(first.left, window.innerWidth - width - GAP);
  return { left: Math.max(GAP, left), top: Math.max(GAP, top) };
}

function Card({ anchor, traced, sample }: { anchor: Element; traced: Traced; sample: SampleChoice }) {
  const card = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  useLayoutEffect(() => {
    if (card.current !== null) setPlace(placeFor(anchor, card.current));
  }, [anchor]);
  const { occurrence, state, value, sent, bytes, place: where } = traced;
  const { name } = occurrence;
  const known = sample.registry.get(name);
  return (
    <div ref={card} className="templates-card" role="status" data-testid="trace-card" style={place}>
      <p className="hstack">
        <b className="mono strong">{`{${name}}`}</b>
        <Chip tone={known === undefined && state !== 'secret' ? 'warn' : 'plain'}>
          {state === 'secret' ? 'secret' : (known?.certainty ?? 'unknown placeholder')}
        </Chip>
      </p>
      {known === undefined ? null : <p className="dimmed">{known.description}</p>}
      <dl>
        <dt>Value</dt>
        <dd className="mono">
          {state === 'secret' ? (
            <span className="wire-empty">put in when an attempt leaves</span>
          ) : value === undefined ? (
            <span className="wire-empty">none in this sample</span>
          ) : (
            <WireText text={shortened(value)} />
          )}
        </dd>
        <dt>Sent</dt>
        <dd>
          <SentAs state={state} value={value} sent={sent} />
          <span className="dimmed nowrap">
            {state === 'secret' ? RULES[where] : counted(bytes, 'byte')}
            {sent !== value && state === 'value' ? `, ${RULES[where]}` : ''}
          </span>
        </dd>
        {value === undefined ? null : (
          <>
            <dt>From</dt>
            <dd>{sample.originOf(name)}</dd>
          </>
        )}
        {known === undefined || known.example === '' ? null : (
          <>
            <dt>Example</dt>
            <dd className="mono">{known.example}</dd>
          </>
        )}
      </dl>
    </div>
  );
}

function SentAs({ state, value, sent }: Pick<Traced, 'state' | 'value' | 'sent'>) {
  if (state === 'secret') return <span>its value, </span>;
  if (state === 'unknown' && sent !== '') return <span>unchanged, </span>;
  if (sent === '') return <span>nothing, </span>;
  if (sent === value) return <span>unchanged, </span>;
  return (
    <>
      <span className="mono templates-card-sent">{shortened(sent)}</span>{' '}
    </>
  );
}

function shortened(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}… and ${text.length - MOST} more characters`;
}
