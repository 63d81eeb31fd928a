import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { bodyText } from '../../../shared/http/body-text.ts';
import { hexDump } from '../../../shared/template/hex.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { HexView } from '../../components/HexView.tsx';
import { KeyValue } from '../../components/KeyValue.tsx';
import { WireText } from '../../components/WireText.tsx';
import { count, bytes as size } from '../../lib/format.ts';
import { BodyNotices } from './BodyNotices.tsx';
import { roundedNumbers } from './BodyTextPieces.tsx';
import { markedText, type Pretty, prettyBody } from './body-kinds.ts';
import { DetailSection } from './DetailSection.tsx';
import { FieldValue } from './FieldValue.tsx';
import { JsonLines } from './JsonLines.tsx';
import { LongText } from './LongText.tsx';
import { PartsTable } from './PartsTable.tsx';
import { TextAndBytes } from './TextAndBytes.tsx';

type Form = 'pretty' | 'text' | 'both' | 'hex' | 'received';

/** The boundary of a multipart body says nothing to a reader, and stands among the headers. */
const withoutBoundary = (contentType: string) => contentType.replace(/;\s*boundary=(?:"[^"]*"|[^;]*)/i, '');

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
  /** The bytes without their Content-Encoding; null where they have none, or do not match it. */
  decoded: Uint8Array | null;
  onLoadAll: () => void;
}

/** A body, laid out for reading where that is possible, as text, as bytes, or as text beside its bytes. */
export function BodyView(props: BodyViewProps) {
  const { title = 'Body', bytes, length, contentType, encoding, decoded } = props;
  const [wanted, setWanted] = useState<Form>('pretty');
  const shown = decoded ?? bytes;
  const read = useMemo(() => bodyText(shown, contentType), [shown, contentType]);
  const pretty = useMemo(() => prettyBody(shown, read, contentType), [shown, read, contentType]);
  if (length === 0) return <DetailSection title={title} note="none" />;

  const isEncoded = decoded !== null;
  const fallback = read.guessed ? 'hex' : 'text';
  const isThere = wanted === 'pretty' ? pretty !== undefined : wanted === 'received' ? isEncoded : true;
  const form = isThere ? wanted : fallback;
  const forms: { value: Form; label: string }[] = [
    ...(pretty === undefined ? [] : [{ value: 'pretty' as const, label: pretty.kind }]),
    { value: 'text', label: 'Text' },
    { value: 'both', label: 'Both' },
    { value: 'hex', label: 'Hex' },
    ...(isEncoded ? [{ value: 'received' as const, label: 'Received' }] : []),
  ];
  const copied = () => {
    if (form === 'received') return hexDump(bytes);
    if (form === 'hex') return hexDump(shown);
    return form === 'pretty' && pretty !== undefined && 'text' in pretty ? pretty.text : read.text;
  };
  return (
    <DetailSection
      title={title}
      note={contentType === '' ? size(length) : `${size(length)}, ${withoutBoundary(contentType)}`}
      tools={
        <>
          <SegmentedControl
            aria-label={title === 'Body' ? 'Body format' : `${title}: format`}
            value={form}
            onChange={(value) => setWanted(value as Form)}
            data={forms}
          />
          <CopyButton text={copied} label={`Copy ${title.toLowerCase()}`} />
        </>
      }
    >
      <BodyNotices
        {...props}
        encoding={encoding}
        read={read}
        onRaw={form === 'received' ? undefined : () => setWanted('received')}
      />
      {form === 'received' ? <HexView bytes={bytes} label={`${title} as received`} /> : null}
      {form === 'hex' ? <HexView bytes={shown} label={`${title} as bytes`} /> : null}
      {form === 'text' ? <LongText text={markedText(read)} /> : null}
      {form === 'both' ? <TextAndBytes bytes={shown} read={read} label={title} /> : null}
      {form === 'pretty' && pretty !== undefined ? (
        <PrettyView pretty={pretty} bytes={shown} bom={read.bom} />
      ) : null}
    </DetailSection>
  );
}

function showPart(title: string, bytes: Uint8Array, contentType: string) {
  const { length } = bytes;
  const whole = { bytes, length, kept: length, encoding: '', decoded: null, onLoadAll: () => undefined };
  return <BodyView title={title} contentType={contentType} {...whole} />;
}

function PrettyView({ pretty, bytes, bom }: { pretty: Pretty; bytes: Uint8Array; bom: boolean }) {
  switch (pretty.kind) {
    case 'Parts':
      return <PartsTable bytes={bytes} parts={pretty.parts} show={showPart} />;
    case 'Lines':
      return <JsonLines lines={pretty.lines} />;
    case 'Form':
      return (
        <KeyValue
          label="Form fields"
          rows={pretty.parameters.map(({ key, value }, id) => ({
            id,
            name: <WireText text={key} />,
            value: <FieldValue text={value} />,
          }))}
        />
      );
    case 'JSON':
      return <PrettyJson text={bom ? `\ufeff${pretty.text}` : pretty.text} />;
    case 'XML':
      return <LongText text={bom ? `\ufeff${pretty.text}` : pretty.text} />;
  }
}

function PrettyJson({ text }: { text: string }) {
  const rounded = useMemo(() => roundedNumbers(text), [text]);
  return (
    <>
      {rounded === 0 ? null : (
        <p className="receiver-note dimmed">
          {rounded === 1 ? '1 number has' : `${count(rounded)} numbers have`} more digits than JavaScript
          keeps: shown exactly, and underlined.
        </p>
      )}
      <LongText text={text} json />
    </>
  );
}
