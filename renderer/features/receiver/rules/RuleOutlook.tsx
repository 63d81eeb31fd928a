import type { RulePreview } from '../../../../shared/contract/receiver.ts';
import type { ResponseRule } from '../../../../shared/receiver/rules/rule-schema.ts';
import { IconInfoCircle } from '../../../components/icons.ts';
import { useWorkspace } from '../../../state/workspace.ts';
import { ClientView } from './ClientView.tsx';
import { SenderForecast } from './SenderForecast.tsx';

interface RuleOutlookProps {
  rule: ResponseRule;
  preview: RulePreview | null;
  /** What the preset tests that the rule began with. */
  tests: string | undefined;
}

/** What comes of a rule: at the sender, for the partner, and for a client. */
export function RuleOutlook({ rule, preview, tests }: RuleOutlookProps) {
  const workspace = useWorkspace(({ view }) => view);
  return (
    <div className="rules-outlook">
      {workspace === null ? null : (
        <SenderForecast rule={rule} workspace={workspace} size={preview?.size ?? 200} />
      )}
      {tests === undefined ? null : (
        <p className="rules-tests">
          <IconInfoCircle size={16} stroke={1.5} aria-hidden="true" />
          <span>
            <b>What this tests.</b> {tests}
          </span>
        </p>
      )}
      {preview === null ? null : <ClientView rule={rule} preview={preview} />}
    </div>
  );
}
