import { openSending } from '../../state/sending-dialog.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { activeProfile } from './active-profile.ts';
import { SUCCESS_WORDS } from './rule-words.ts';

/** The sender whose rules hold, in the status line; opens the rules. */
export function SenderButton() {
  const view = useWorkspace((state) => state.view);
  if (view === null) return null;
  const { profile, problem } = activeProfile(view);
  const tip =
    problem === '' ? 'Sending rules' : `${problem} Until it is fixed, the rules of ${profile.name} apply.`;
  return (
    <button
      type="button"
      className="sending-sender"
      data-testid="sender-button"
      title={tip}
      aria-haspopup="dialog"
      onClick={() => openSending('profile')}
    >
      {problem === '' ? null : <span className="text-warn">!</span>}
      <span className="ellipsis">
        Sender: {profile.name}, {SUCCESS_WORDS[profile.success]}
      </span>
    </button>
  );
}
