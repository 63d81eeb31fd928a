import { CopyButton } from '../../../components/CopyButton.tsx';

/** A value with its copy button. */
export function Given({ text, label }: { text: string; label: string }) {
  return (
    <span className="gd-given">
      <span className="mono el" title={text}>
        {text}
      </span>
      <CopyButton text={text} label={label} />
    </span>
  );
}
