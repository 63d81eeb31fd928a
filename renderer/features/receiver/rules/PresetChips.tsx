import { useState } from 'react';
import type { RuleView } from '../../../../shared/contract/receiver.ts';
import { RULE_PRESETS } from '../../../../shared/receiver/rules/presets.ts';
import { IconChevronRight, IconChevronUp } from '../../../components/icons.ts';
import { useNarrow } from '../../../components/useNarrow.ts';
import { turnPreset } from '../../../state/rules.ts';

/** How many presets are shown at first. */
const SHOWN = 5;
const SHOWN_NARROW = 3;

/** What partners meet, in their words: one click turns it on, another one off. */
export function PresetChips({ own }: { own: readonly RuleView[] }) {
  const [all, setAll] = useState(false);
  const narrow = useNarrow();
  const first = narrow ? SHOWN_NARROW : SHOWN;
  const isOn = (preset: string) => own.some((rule) => rule.preset === preset && rule.standing === 'in-force');
  // One that is on is never among those that are folded.
  const shown = RULE_PRESETS.filter(({ id }, index) => all || index < first || isOn(id));
  const more = RULE_PRESETS.length - shown.length;
  return (
    <div className="rules-presets" role="group" aria-label="Situations">
      {shown.map(({ id, name, summary }) => {
        const on = isOn(id);
        return (
          <button
            key={id}
            type="button"
            className={on ? 'rules-preset rules-preset-on' : 'rules-preset'}
            aria-pressed={on}
            title={summary}
            onClick={() => void turnPreset(id, !on)}
          >
            {on ? <span className="status-dot status-dot-fault" /> : null}
            {name}
          </button>
        );
      })}
      {more === 0 && !all ? null : (
        <button
          type="button"
          className="rules-preset rules-preset-more"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? 'Fewer' : `${more} more`}
          {all ? <IconChevronUp size={12} stroke={2} /> : <IconChevronRight size={12} stroke={2} />}
        </button>
      )}
    </div>
  );
}
