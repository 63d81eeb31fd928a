import type { CaptureRule } from '../../../shared/contract/captures.ts';
import { openResponses } from '../../state/responses-panel.ts';
import { ownerText, useRules } from '../../state/rules.ts';

/** The response rule that responded; a link to it while it is among the rules. */
export function RuleLine({ rule: { name, owner } }: { rule: CaptureRule }) {
  const id = useRules(
    ({ view }) =>
      view?.layers.find((layer) => layer.owner === owner)?.rules.find(({ title }) => title === name)?.id,
  );
  return (
    <div className="dimmed text-12 wrap-anywhere" data-testid="capture-rule">
      Response rule:{' '}
      {id === undefined ? (
        <span className="medium">{name}</span>
      ) : (
        <button type="button" className="link" onClick={() => openResponses(id)}>
          {name}
        </button>
      )}
      {owner === 'user' ? null : ` (${ownerText(owner)})`}
    </div>
  );
}
