import { splitTarget } from '../../../shared/template/url.ts';
import { WirePieces } from '../../components/WireText.tsx';

/** A URL as it was sent; breaks between parameters before it breaks inside one. What does not belong into a request line is marked. */
export function UrlText({ origin, target }: { origin: string; target: string }) {
  const { path, query } = splitTarget(target);
  const pairs = query === '' ? [] : query.split('&');
  return (
    <div className="mono receiver-url">
      {target.startsWith('/') ? <span className="faint">{origin}</span> : null}
      <WirePieces text={path} requestLine />
      {target.includes('?') ? <span className="faint">?</span> : null}
      {pairs.map((pair, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parameters repeat, and their order never changes.
        <Pair key={index} pair={pair} first={index === 0} />
      ))}
    </div>
  );
}

function Pair({ pair, first }: { pair: string; first: boolean }) {
  const at = pair.indexOf('=');
  const name = at === -1 ? pair : pair.slice(0, at);
  return (
    <span className="receiver-parameter">
      {first ? null : <span className="faint">&amp;</span>}
      <span className="dimmed">
        <WirePieces text={name} requestLine />
      </span>
      {at === -1 ? null : <span className="faint">=</span>}
      {at === -1 ? null : <WirePieces text={pair.slice(at + 1)} requestLine />}
    </span>
  );
}
