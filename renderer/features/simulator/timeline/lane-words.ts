import { formatDuration } from '../../../../shared/domain/duration.ts';
import type { LaneSpan } from '../../../../shared/timeline/lane.ts';
import type { ToldSpan } from '../../../../shared/timeline/receiver-history.ts';
import { dayText, wallTime } from '../../../../shared/timeline/zone.ts';
import { counted } from '../../../lib/format.ts';

/** "run 7, Outage and catch-up", "you" or "the workspace". */
function ownerText({ owner }: ToldSpan, nameOf: (runId: number) => string | undefined): string {
  if (owner === 'user') return 'you';
  if (owner === 'workspace') return 'the workspace';
  const name = nameOf(Number(owner.slice('run '.length)));
  return name === undefined ? owner : `${owner}, ${name}`;
}

/** "from Tue 12 May 14:40:05 to 15:20:00 (40 min)", "since Tue 12 May 14:40:05". */
function whenText({ from, to }: LaneSpan, zone: string): string {
  const at = (time: number, near: number | null) => {
    const day = dayText(time, zone);
    const clock = wallTime(time, zone, 1000);
    return near !== null && dayText(near, zone) === day ? clock : `${day} ${clock}`;
  };
  if (to === null) return `since ${at(from, null)}`;
  if (to === from) return `at ${at(from, null)}`;
  return `from ${at(from, null)} to ${at(to, from)} (${formatDuration(to - from)})`;
}

/** What a span of the lane says, in sentences; the first line of a card is the first of them. */
export function spanSentences(
  span: LaneSpan,
  zone: string,
  nameOf: (runId: number) => string | undefined,
): { title: string; sentence: string; requests: string } {
  const when = whenText(span, zone);
  const { told } = span;
  if (told === null) {
    const lasts = span.to === null;
    return {
      title: 'Platform maintenance',
      sentence: `The platform ${lasts ? 'has sent' : 'sent'} nothing ${when}; postbacks ${lasts ? 'wait' : 'waited'} until the end.`,
      requests: '',
    };
  }
  const by = ownerText(told, nameOf);
  const { requests } = told;
  // What a rule is called says what happened in the partner's words; what it does stands below.
  const isRule = told.kind === 'rules';
  return {
    title: isRule ? told.text : `Receiver responds ${told.text}`,
    sentence: isRule
      ? `${told.sentence} Told by ${by}, ${when}.`
      : `The receiver was told to respond ${told.text} by ${by}, ${when}.`,
    requests:
      requests === null
        ? ''
        : `${counted(requests, 'request')} got such a response${span.to === null ? ' so far' : ''}.`,
  };
}

/** All of it, for those who do not see the card. */
export function spanText({ title, sentence, requests }: ReturnType<typeof spanSentences>): string {
  return [title, sentence, requests]
    .filter((part) => part !== '')
    .join('. ')
    .replaceAll('..', '.');
}
