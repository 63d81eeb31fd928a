import { roundedNumber } from '../../../shared/http/exact-number.ts';
import { WireText } from '../../components/WireText.tsx';

interface FieldValueProps {
  text: string;
  requestLine?: boolean;
}

/** A value of a query or a body; a number that JavaScript would change says so. */
export function FieldValue({ text, requestLine = false }: FieldValueProps) {
  const rounded = roundedNumber(text);
  return (
    <>
      <WireText text={text} requestLine={requestLine} />
      {rounded === undefined ? null : (
        <span className="faint"> exact; JavaScript would round it to {rounded}</span>
      )}
    </>
  );
}
