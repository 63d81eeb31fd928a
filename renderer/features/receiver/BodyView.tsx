import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { hexDump } from '../../../shared/template/hex.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { HexView } from '../../components/HexView.tsx';
import { KeyValue } from '../../components/KeyValue.tsx';
import { WireText } from '../../components/WireText.tsx';
import { decodeText } from '../../lib/bytes.ts';
import { count, bytes as size } from '../../lib/format.ts';
import { type Pretty, prettyBody } from './body-kinds.ts';
import { DetailSection } from './DetailSection.tsx';
import { LongText } from './LongText.tsx';

interface BodyViewProps {
  title?: string;
  /** The bytes that are here. */
  bytes: Uint8Array;
  /** Bytes that there were. */
  length: number;
  /** Bytes of them that are kept. */
  kept: number;
  contentType: string;
  encoding: string;
  onLoadAll: () => void;
}

/** A body, laid out for reading where that is possible, as text, or as bytes. */
export function BodyView(props: BodyViewProps) {
  const { title = 'Body', bytes, length, kept, contentType, encoding, onLoadAll } = props;
  const [wanted, setWanted] = useState('pretty');
  const { text, utf8 } = useMemo(() => decodeText(bytes), [bytes]);
  const pretty = useMemo(() => (utf8 ? prettyBody(text, contentType) : undefined), [text, utf8, contentType]);
  if (length === 0) return <DetailSection title={title} note="none" />;

  const fallback = utf8 ? 'text' : 'hex';
  const form = wanted === 'pretty' && pretty === undefined ? fallback : wanted;
  const forms = [
    ...(pretty === undefined ? [] : [{ value: 'pretty', label: pretty.kind }]),
    { value: 'text', label: 'Text' },
    { value: 'hex', label: 'Hex' },
  ];
  const copied = () =>
    form === 'hex' ? hexDump(bytes) : form === 'pretty' ? prettyText(pretty, text) : text;
  return (
    <DetailSection
      title={title}
      note={contentType === '' ? size(length) : `${size(length)}, ${contentType}`}
      tools={
        <>
          <SegmentedControl aria-label="Body format" value={form} onChange={setWanted} data={forms} />
          <CopyButton text={copied} label="Copy body" />
        </>
      }
    >
      <Notices {...{ bytes, length, kept, encoding, onLoadAll }} />
      {!utf8 && form === 'text' ? <p className="receiver-note dimmed">Not UTF-8; shown as Latin-1.</p> : null}
      {form === 'hex' ? <HexView bytes={bytes} label={`${title} as bytes`} /> : null}
      {form === 'text' ? <LongText text={text} /> : null}
      {form === 'pretty' && pretty !== undefined ? <PrettyView pretty={pretty} /> : null}
    </DetailSection>
  );
}

function prettyText(pretty: Pretty | undefined, text: string): string {
  return pretty === undefined || pretty.kind === 'Form' ? text : pretty.text;
}

function PrettyView({ pretty }: { pretty: Pretty }) {
  if (pretty.kind !== 'Form') return <LongText text={pretty.text} />;
  const rows = pretty.parameters.map(({ key, value }, id) => ({
    id,
    name: <WireText text={key} />,
    value: <WireText text={value} />,
  }));
  return <KeyValue label="Form fields" rows={rows} />;
}

type NoticesProps = Pick<BodyViewProps, 'bytes' | 'length' | 'kept' | 'encoding' | 'onLoadAll'>;

/** What is not here, and how much of it. */
function Notices({ bytes, length, kept, encoding, onLoadAll }: NoticesProps) {
  return (
    <>
      {kept < length ? (
        <p className="receiver-note text-warn">
          Only the first {count(kept)} of {count(length)} bytes are kept.
        </p>
      ) : null}
      {bytes.length < kept ? (
        <p className="receiver-note hstack">
          The first {count(bytes.length)} of {count(kept)} bytes are shown.
          <Button size="xs" onClick={onLoadAll}>
            Load all
          </Button>
        </p>
      ) : null}
      {encoding === '' || encoding === 'identity' ? null : (
        <p className="receiver-note dimmed">Encoded with {encoding}; shown as received.</p>
      )}
    </>
  );
}
