import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { type BodyText, bodyText } from '../../../shared/http/body-text.ts';
import { hexDump } from '../../../shared/template/hex.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { HexView } from '../../components/HexView.tsx';
import { KeyValue, type KeyValueRow } from '../../components/KeyValue.tsx';
import { WireText } from '../../components/WireText.tsx';
import { count, bytes as size } from '../../lib/format.ts';
import { type Pretty as Plain, prettyBody } from './body-kinds.ts';
import { DetailSection } from './DetailSection.tsx';
import { LongText } from './LongText.tsx';
import { type FormPart, useMultipart } from './useMultipart.ts';

type Pretty = Plain | { kind: 'Form'; parts: FormPart[] };

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

/** A body, laid out for reading where that is possible, as text, or as bytes. */
export function BodyView(props: BodyViewProps) {
  const { title = 'Body', bytes, length, kept, contentType, encoding, decoded, onLoadAll } = props;
  const [wanted, setWanted] = useState('pretty');
  const shown = decoded ?? bytes;
  const read = useMemo(() => bodyText(shown, contentType), [shown, contentType]);
  const { text, guessed } = read;
  const parts = useMultipart(shown, contentType);
  const plain = useMemo(
    () => (guessed ? undefined : prettyBody(text, contentType)),
    [text, guessed, contentType],
  );
  const pretty: Pretty | undefined = parts === undefined ? plain : { kind: 'Form', parts };
  if (length === 0) return <DetailSection title={title} note="none" />;

  const fallback = guessed ? 'hex' : 'text';
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
      <Notices {...{ bytes, length, kept, encoding, decoded, onLoadAll }} read={read} hex={form === 'hex'} />
      {form === 'hex' ? <HexView bytes={bytes} label={`${title} as bytes`} /> : null}
      {form === 'text' ? <LongText text={text} /> : null}
      {form === 'pretty' && pretty !== undefined ? <PrettyView pretty={pretty} /> : null}
    </DetailSection>
  );
}

/** How the bytes became text, where that is not plain UTF-8. */
function ReadAs({ read: { charset, guessed, bom } }: { read: BodyText }) {
  return (
    <>
      {bom ? (
        <p className="receiver-note text-warn">
          Begins with a byte order mark ({charset}), which many parsers refuse. It is not part of the text
          below.
        </p>
      ) : null}
      {guessed ? <p className="receiver-note dimmed">Not valid text; shown as Latin-1.</p> : null}
      {guessed || bom || charset === 'utf-8' ? null : (
        <p className="receiver-note dimmed">Read as {charset}, as its Content-Type declares.</p>
      )}
    </>
  );
}

function prettyText(pretty: Pretty | undefined, text: string): string {
  return pretty === undefined || pretty.kind === 'Form' ? text : pretty.text;
}

function PrettyView({ pretty }: { pretty: Pretty }) {
  if (pretty.kind !== 'Form') return <LongText text={pretty.text} />;
  if ('parts' in pretty) return <KeyValue label="Form parts" rows={pretty.parts.map(partRow)} />;
  const rows = pretty.parameters.map(({ key, value }, id) => ({
    id,
    name: <WireText text={key} />,
    value: <WireText text={value} />,
  }));
  return <KeyValue label="Form fields" rows={rows} />;
}

function partRow({ name, value, file }: FormPart, id: number): KeyValueRow {
  return {
    id,
    name: <WireText text={name} />,
    value:
      file === null ? (
        <WireText text={value ?? ''} />
      ) : (
        <>
          <WireText text={file.name} />{' '}
          <span className="faint">
            file, {size(file.size)}
            {file.type === '' ? '' : `, ${file.type}`}
          </span>
        </>
      ),
  };
}

interface NoticesProps
  extends Pick<BodyViewProps, 'bytes' | 'length' | 'kept' | 'encoding' | 'decoded' | 'onLoadAll'> {
  read: BodyText;
  hex: boolean;
}

/** What is not here, and how much of it. */
function Notices({ bytes, length, kept, encoding, decoded, onLoadAll, read, hex }: NoticesProps) {
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
      {encoding === '' || encoding === 'identity' ? null : decoded === null ? (
        <p className="receiver-note text-warn">
          Content-Encoding is {encoding}, but the body cannot be decoded with it. It is shown as received.
        </p>
      ) : (
        <p className="receiver-note dimmed">
          {hex
            ? `As received, encoded with ${encoding}.`
            : `Decoded from ${encoding}: ${size(decoded.length)}. Hex and Raw show it as received.`}
        </p>
      )}
      {hex ? null : <ReadAs read={read} />}
    </>
  );
}
