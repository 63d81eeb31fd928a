import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Capture } from '../../../shared/contract/captures.ts';
import { bodyText } from '../../../shared/http/body-text.ts';
import { hexDump } from '../../../shared/template/hex.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { HexView } from '../../components/HexView.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { IconTextWrap } from '../../components/icons.ts';
import { fromBase64, joined } from '../../lib/bytes.ts';
import { count, bytes as size } from '../../lib/format.ts';
import { readText, writeText } from '../../lib/local-storage.ts';
import { LongText } from './LongText.tsx';

interface RawTabProps {
  capture: Capture;
  body: Uint8Array;
  onLoadAll: () => void;
}

/** Head and body together, as received. */
export function RawTab({ capture, body, onLoadAll }: RawTabProps) {
  const [form, setForm] = useState(() => readText('raw.form') ?? 'text');
  const [wrap, setWrap] = useState(() => readText('raw.wrap') !== 'no');
  const bytes = useMemo(() => joined(fromBase64(capture.head), body), [capture.head, body]);
  const text = useMemo(() => bodyText(bytes).text, [bytes]);
  const missing = capture.keptLength - body.length;
  const lost = capture.bodyLength - capture.keptLength;
  const choose = (next: string) => {
    setForm(next);
    writeText('raw.form', next);
  };
  const toggleWrap = () => {
    setWrap(!wrap);
    writeText('raw.wrap', wrap ? 'no' : 'yes');
  };
  return (
    <div className="receiver-raw">
      <h2 className="section-head">
        Raw <span className="count">{size(bytes.length)}, as received</span>
        <span className="spacer" />
        <SegmentedControl
          aria-label="Raw request format"
          value={form}
          onChange={choose}
          data={[
            { value: 'text', label: 'Text' },
            { value: 'hex', label: 'Hex' },
          ]}
        />
        <IconButton
          label="Wrap lines"
          icon={<IconTextWrap size={16} stroke={1.5} />}
          pressed={wrap}
          disabled={form === 'hex'}
          onClick={toggleWrap}
        />
        <CopyButton text={() => (form === 'hex' ? hexDump(bytes) : text)} label="Copy raw request" />
      </h2>
      {missing > 0 ? (
        <p className="receiver-note hstack">
          {count(missing)} body bytes are not loaded.
          <Button size="xs" onClick={onLoadAll}>
            Load all
          </Button>
        </p>
      ) : null}
      {lost > 0 ? <p className="receiver-note text-warn">{count(lost)} body bytes were not stored.</p> : null}
      {form === 'hex' ? (
        <HexView bytes={bytes} label="Raw request as bytes" />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <div className="scroll" role="region" aria-label="Raw request as text" tabIndex={0}>
          <LongText text={text} wrap={wrap} />
        </div>
      )}
    </div>
  );
}
