import { RULE_PRESETS } from '../../../../shared/receiver/rules/presets.ts';

/** What goes wrong, in the partner's words, to begin with. */
export function PresetList({
  selected,
  onSelect,
}: {
  selected: string | null;
  onSelect: (preset: string) => void;
}) {
  return (
    <div className="scroll rules-begin" role="group" aria-label="Begin with">
      {RULE_PRESETS.map(({ id, name, summary }) => (
        <button
          key={id}
          type="button"
          className={id === selected ? 'rules-begin-one rules-begin-current' : 'rules-begin-one'}
          aria-pressed={id === selected}
          onClick={() => onSelect(id)}
        >
          <span className="medium">{name}</span>
          <span className="faint text-12">{summary}</span>
        </button>
      ))}
    </div>
  );
}
