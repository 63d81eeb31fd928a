import { utf8OfLatin1 } from '../../../shared/http/body-text.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { KeyValue } from '../../components/KeyValue.tsx';
import { WireText } from '../../components/WireText.tsx';
import { count } from '../../lib/format.ts';
import { DetailSection } from './DetailSection.tsx';

interface HeadersSectionProps {
  headers: readonly [string, string][];
  /** Names them apart from others on the screen: "of the response". */
  of?: string;
}

/** Headers in in wire order and case. */
export function HeadersSection({ headers, of = '' }: HeadersSectionProps) {
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
          value: <WireText text={utf8OfLatin1(value)} />,
        }))}
      />
    </DetailSection>
  );
}
