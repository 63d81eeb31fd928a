import { useMemo } from 'react';
import type { Values } from '../../../shared/domain/values.ts';
import type { CompiledPostback, RenderSettings } from '../../../shared/template/postback.ts';
import { type WirePart, type WireParts, wireParts } from '../../../shared/template/wire-parts.ts';
import { counted } from '../../components/format.ts';
import { clipped } from './clipped.ts';

interface Props {
  compiled: CompiledPostback;
  values: Values;
  settings: RenderSettings;
}

/** Says how much of a long text is left out. */
export function NotDrawn({ more }: { more: number }) {
  return more === 0 ? null : (
    <span className="tp-not-drawn" role="status">
      {counted(more, 'more character')}: sent, but not drawn here.
    </span>
  );
}

/** The request as wireOf makes it, for the preview and its head. */
export function useWire({ compiled, values, settings }: Props): WireParts {
  return useMemo(() => wireParts(compiled, values, settings), [compiled, values, settings]);
}

const ROLES: Record<WirePart['role'], string> = { request: 'bb', 'header-name': 't2', text: '' };

function classOf({ role, name, unknown }: WirePart): string {
  if (name === undefined) return ROLES[role];
  return `${ROLES[role]} ${unknown === true ? 'ph u' : 'tp-sub'}`;
}

/** What to do about a URL that cannot be sent. */
function remedyFor(url: string, address: string): string {
  if (url.startsWith('/') && address === '') {
    return 'A URL that begins with / goes to the local receiver, which does not listen: start it in the Receiver.';
  }
  if (url.includes('@')) return 'Take the user name out of the URL and add an Authorization header instead.';
  return 'Begin the URL with http://, https://, or with / for the local receiver.';
}

/** The exact bytes of the request. Its text is the request and nothing else, with a line break for each CRLF. */
export function WirePreview({ wire, url, address }: { wire: WireParts; url: string; address: string }) {
  if (!wire.ok) {
    const local = url.startsWith('/') && address === '';
    return (
      <div className="tp-unsendable" data-testid="wire-preview" role="status">
        <p className="bad">
          The URL cannot be sent: {local ? 'the local receiver has no address' : wire.reason}.
        </p>
        <p className="t2">{remedyFor(url, address)}</p>
      </div>
    );
  }
  const { shown, more } = clipped(wire.parts);
  return (
    <section className="scroll" aria-label="On the wire">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled text must be reachable by keyboard */}
      <div className="code wrap tp-text" data-testid="wire-preview" tabIndex={0}>
        {shown.map((part, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces have no other name, and no state
            key={index}
            className={classOf(part)}
            title={part.name === undefined ? undefined : `{${part.name}}`}
          >
            {part.text}
          </span>
        ))}
      </div>
      <NotDrawn more={more} />
    </section>
  );
}
