import type { PostbackTrigger } from '../../../shared/delivery/fired-postbacks.ts';
import { isReported } from '../../../shared/delivery/fired-postbacks.ts';
import { eventLabel, kindOfEvent } from '../../../shared/domain/world-event.ts';
import { KIND_NAMES } from '../../../shared/placeholders/kind-names.ts';
import { counted } from '../../lib/format.ts';
import { useDestinations } from '../../state/send-to.ts';
import { useWorkspace } from '../../state/workspace.ts';

/** Most postbacks of one event that are listed. */
const LISTED = 5;

/** Which postbacks an event fires, and where each of them really goes. */
export function Destinations({ trigger }: { trigger: PostbackTrigger }) {
  const destinations = useDestinations(trigger);
  const switches = useWorkspace(({ view }) => view?.settings.sending);
  const { event } = trigger;
  if (destinations.length === 0) {
    return (
      <p className="dimmed text-12" data-testid="destinations">
        {isReported(event, switches ?? { approvalFires: false })
          ? `Sends nothing: no enabled postback of the kind “${KIND_NAMES[kindOfEvent(event)]}” fires for ${eventLabel(event)}.`
          : `Sends nothing: the platform sends no postback for ${eventLabel(event)}.`}
      </p>
    );
  }
  const more = destinations.length - LISTED;
  return (
    <div className="dimmed text-12" data-testid="destinations">
      Sends {counted(destinations.length, 'postback')}
      {kindOfEvent(event) === 'catalog' ? ' for each item' : ''}:
      <ul className="simulator-destinations">
        {destinations.slice(0, LISTED).map(({ file, name, url }) => (
          <li key={file}>
            {name} to <span className="mono wrap-anywhere">{url}</span>
          </li>
        ))}
        {more > 0 ? <li>and {more} more</li> : null}
      </ul>
    </div>
  );
}
