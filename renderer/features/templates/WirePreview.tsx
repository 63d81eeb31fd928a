import { memo, useMemo } from 'react';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import { endpointOfUrl } from '../../../shared/receiver/endpoints/local-url.ts';
import type { CompiledPostback, RenderSettings } from '../../../shared/template/postback.ts';
import { occurrenceId } from '../../../shared/template/trace.ts';
import { type WirePart, type WireParts, wireParts } from '../../../shared/template/wire-parts.ts';
import { LongPieces } from './LongPieces.tsx';
import { TracedText, TracedValue } from './TracedText.tsx';
import { VisibleText } from './VisibleText.tsx';

interface Props {
  compiled: CompiledPostback;
  values: Values;
  settings: RenderSettings;
}

/** The request as wireOf makes it, for the preview and its head. */
export function useWire({ compiled, values, settings }: Props): WireParts {
  return useMemo(() => wireParts(compiled, values, settings), [compiled, values, settings]);
}

const ROLES: Record<WirePart['role'], string> = { request: 'strong', 'header-name': 'dimmed', text: '' };

/** What to do about a URL that cannot be sent. */
function remedyFor(url: string, address: string): string {
  if (url.startsWith('/') && address === '') {
    return 'A URL that starts with / goes to the local receiver, which is not listening. Restart it in the Receiver.';
  }
  if (endpointOfUrl(url) !== undefined)
    return 'Use an endpoint of postbench.yaml that is listening; the Receiver says why one is not.';
  if (url.includes('@')) return 'Remove the user name from the URL and add an Authorization header instead.';
  return 'Start the URL with http:// or https://, or with / for the local receiver.';
}

/**
 * The exact bytes of the request. Its text is the request and nothing else, with a line break for each CRLF of its
 * head; a value that is empty is a thin mark without any text.
 */
export const WirePreview = memo(
  ({ wire, url, address }: { wire: WireParts; url: string; address: string }) => {
    if (!wire.ok) {
      const local = url.startsWith('/') && address === '';
      return (
        <div className="templates-unsendable" data-testid="wire-preview" role="status">
          <p className="text-bad">
            Cannot send this URL: {local ? 'the local receiver has no address' : wire.reason}.
          </p>
          <p className="dimmed">{remedyFor(url, address)}</p>
        </div>
      );
    }
    return (
      <TracedText from="wire" label="On the wire" testId="wire-preview">
        <LongPieces parts={wire.parts} render={(part, index) => <Piece key={index} part={part} />} />
      </TracedText>
    );
  },
);

function Piece({ part: { text, role, unknown, occurrence } }: { part: WirePart }) {
  if (occurrence === undefined) {
    return (
      <span className={ROLES[role]}>
        <VisibleText text={text} />
      </span>
    );
  }
  const mark =
    unknown === true
      ? 'placeholder placeholder-unknown'
      : text === ''
        ? 'templates-nothing'
        : 'templates-sub';
  return (
    <TracedValue id={occurrenceId(occurrence)} className={`${ROLES[role]} ${mark}`}>
      <VisibleText text={text} />
    </TracedValue>
  );
}
