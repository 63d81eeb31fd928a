import { utf8OfLatin1 } from '../../../shared/http/body-text.ts';
import { FORWARDED_FOR } from '../../../shared/receiver/access/sender-address.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { KeyValue } from '../../components/KeyValue.tsx';
import { WireText } from '../../components/WireText.tsx';
import { count } from '../../lib/format.ts';
import { DetailSection } from './DetailSection.tsx';

const isForwardedFor = (name: string) => name.toLowerCase() === FORWARDED_FOR.toLowerCase();

interface HeadersSectionProps {
  headers: readonly [string, string][];
  /** Names them apart from others on the screen: "of the response". */
  of?: string;
  /** What a scenario put into X-Forwarded-For. */
  senderAddress?: string | undefined;
}

/** Headers in wire order and case. */
export function HeadersSection({ headers, of = '', senderAddress }: HeadersSectionProps) {
  const lines = headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  const label = `headers ${of}`.trim();
  return (
    <DetailSection
      title="Headers"
      note={headers.length === 0 ? 'none' : `${count(headers.length)}, in wire order`}
      tools={headers.length === 0 ? null : <CopyButton text={lines} label={`Copy ${label}`} />}
    >
      <KeyValue
        label={`H${label.slice(1)}`}
        rows={headers.map(([name, value], id) => ({
          id,
          name,
          value:
            isForwardedFor(name) && value === senderAddress ? (
              <>
                <WireText text={value} /> <span className="faint">from the scenario, not the platform</span>
              </>
            ) : (
              <WireText text={utf8OfLatin1(value)} />
            ),
        }))}
      />
      {senderAddress !== undefined && headers.some(([name]) => isForwardedFor(name)) ? (
        <p className="receiver-note dimmed">
          The scenario’s senderAddress added {FORWARDED_FOR}, so that the request seems to come from{' '}
          {senderAddress}. The platform does not send this header.
        </p>
      ) : null}
    </DetailSection>
  );
}
