import { Button } from '@mantine/core';
import type { BodyText } from '../../../shared/http/body-text.ts';
import { count, bytes as size } from '../../lib/format.ts';

interface BodyNoticesProps {
  bytes: Uint8Array;
  length: number;
  kept: number;
  encoding: string;
  decoded: Uint8Array | null;
  onLoadAll: () => void;
  read: BodyText;
  /** Shows the bytes as they were received; undefined where they are shown. */
  onRaw: (() => void) | undefined;
}

/** What is not here of a body, and how its bytes became what is shown. */
export function BodyNotices(props: BodyNoticesProps) {
  const { bytes, length, kept, encoding, decoded, onLoadAll, read, onRaw } = props;
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
      ) : onRaw === undefined ? (
        <p className="receiver-note dimmed">As received, encoded with {encoding}.</p>
      ) : (
        <p className="receiver-note hstack dimmed">
          Decoded from {encoding}: {size(bytes.length)} became {size(decoded.length)}.
          <button type="button" className="link text-12" onClick={onRaw}>
            Show as received
          </button>
        </p>
      )}
      {onRaw === undefined && decoded !== null ? null : <ReadAs read={read} />}
    </>
  );
}

/** How the bytes became text, where that is not plain UTF-8. */
function ReadAs({ read: { charset, guessed, bom } }: { read: BodyText }) {
  return (
    <>
      {bom ? (
        <p className="receiver-note text-warn">
          Begins with a byte order mark ({charset}), which many parsers refuse or take for a part of the first
          key.
        </p>
      ) : null}
      {guessed ? <p className="receiver-note dimmed">Not valid text; shown as Latin-1.</p> : null}
      {guessed || bom || charset === 'utf-8' ? null : (
        <p className="receiver-note dimmed">Read as {charset}, as its Content-Type declares.</p>
      )}
    </>
  );
}
