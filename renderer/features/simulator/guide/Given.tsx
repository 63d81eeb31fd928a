import { CopyButton } from '../../../components/CopyButton.tsx';

/** A value with its copy button. */
export function Given({ text, label }: { text: string; label: string }) {
  return (
    <span className="guide-given">
      <span className="mono ellipsis" title={text}>
        {text}
      </span>
      <CopyButton text={text} label={label} />
    </span>
  );
}
