import { SegmentedControl } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { Capture } from '../../../shared/contract/captures.ts';
import { rawCharactersNote, utf8OfLatin1 } from '../../../shared/http/body-text.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import { parseQuery, splitTarget } from '../../../shared/template/url.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { KeyValue } from '../../components/KeyValue.tsx';
import { WireText } from '../../components/WireText.tsx';
import { fromBase64 } from '../../lib/bytes.ts';
import { bytes, count } from '../../lib/format.ts';
import { BodyView } from './BodyView.tsx';
import { sentOrigin, urlOf } from './capture-request.ts';
import { DetailSection } from './DetailSection.tsx';
import { FieldValue } from './FieldValue.tsx';
import { HeadersSection } from './HeadersSection.tsx';
import { UrlText } from './UrlText.tsx';
import { useHitsIn } from './useHitsIn.ts';

interface RequestTabProps {
  capture: Capture;
  /** The bytes of the body that are here. */
  body: Uint8Array;
  onLoadAll: () => void;
}

/** The request as a receiver's author reads it: URL, query, headers, body. */
export function RequestTab({ capture, body, onLoadAll }: RequestTabProps) {
  const root = useRef<HTMLDivElement>(null);
  useHitsIn(root);
  const url = urlOf(capture);
  const { headers, decodedBody } = capture;
  const decoded = useMemo(() => (decodedBody === null ? null : fromBase64(decodedBody)), [decodedBody]);
  const target = utf8OfLatin1(capture.target);
  const raw = rawCharactersNote(capture.target);
  return (
    <div className="scroll">
      <div ref={root} className="receiver-body">
        {capture.target === '' ? (
          <p className="receiver-note dimmed">
            This could not be parsed as a request. The Raw tab shows the received bytes.
          </p>
        ) : (
          <DetailSection
            title="URL"
            note={bytes(url.length)}
            tools={<CopyButton text={url} label="Copy URL" />}
          >
            {raw === '' ? null : <p className="receiver-note text-warn">{raw}</p>}
            <UrlText origin={sentOrigin(capture)} target={target} />
          </DetailSection>
        )}
        <QuerySection target={target} />
        <HeadersSection headers={headers} senderAddress={capture.senderAddress} />
        <BodyView
          bytes={body}
          length={capture.bodyLength}
          kept={capture.keptLength}
          contentType={headerOf(headers, 'content-type') ?? ''}
          encoding={headerOf(headers, 'content-encoding') ?? ''}
          decoded={decoded}
          onLoadAll={onLoadAll}
        />
      </div>
    </div>
  );
}

/** Whether it was written without percent-encoding that it needs. */
const isRaw = (written: string) => /[^\x00-\x7f]/.test(written);

function QuerySection({ target }: { target: string }) {
  const [form, setForm] = useState('decoded');
  const { query } = splitTarget(target);
  const parameters = parseQuery(query);
  if (parameters.length === 0) return null;
  const decoded = form === 'decoded';
  const rows = parameters.map(({ key, value, rawKey, rawValue }, id) => ({
    id,
    name: <WireText text={decoded ? key : rawKey} requestLine={isRaw(rawKey)} />,
    value: <FieldValue text={decoded ? value : rawValue} requestLine={isRaw(rawValue)} />,
  }));
  const asText = parameters.map(({ key, value }) => `${key}\t${value}`).join('\n');
  return (
    <DetailSection
      title="Query"
      note={count(parameters.length)}
      tools={
        <>
          <SegmentedControl
            aria-label="Query format"
            value={form}
            onChange={setForm}
            data={[
              { value: 'decoded', label: 'Decoded' },
              { value: 'sent', label: 'As sent' },
            ]}
          />
          <CopyButton text={decoded ? asText : query} label="Copy query" />
        </>
      }
    >
      <KeyValue label="Query" rows={rows} />
    </DetailSection>
  );
}
