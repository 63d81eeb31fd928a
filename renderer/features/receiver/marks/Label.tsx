import { labelTone } from './label-tone.ts';

/** A label: a dot in its colour and its word. */
export function Label({ label }: { label: string }) {
  return (
    <span className="chip chip-outline marks-label" title={label}>
      <span className={`marks-dot marks-dot-${labelTone(label)}`} aria-hidden="true" />
      <span className="ellipsis">{label}</span>
    </span>
  );
}
