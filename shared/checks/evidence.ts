import { maskTexts } from '../secrets/mask-texts.ts';
import type { Evidence, EvidenceStep } from './report.ts';
import type { PlayedStory, StoryExchange } from './story.ts';

/** Characters of a response or a document that a report keeps. */
const KEPT = 4_096;
/** Requests of a story that a report shows; of a burst, only the first are. */
const MOST_STEPS = 60;

/** What is shown of a story; `mask` hides secrets in a text. */
export function evidenceOf(played: PlayedStory, mask: (text: string) => string): Evidence {
  const { story, exchanges, actions } = played;
  const isPlain = story.changes === undefined && story.values === undefined && story.ids === undefined;
  // A record may hold the secret that it was sent with.
  return maskTexts(
    {
      story: isPlain ? { events: story.events, sends: story.sends } : null,
      steps: exchanges.slice(0, MOST_STEPS).map((exchange) => stepOf(exchange, played, mask)),
      actions: Object.entries(actions).map(([, { id, platform, record, differences, settledMs, look }]) => ({
        id,
        platform,
        record: record ?? null,
        differences: story.responsesOnly === true ? [] : differences,
        settledMs,
        text: (look?.text ?? '').slice(0, KEPT),
      })),
    },
    mask,
  );
}

function stepOf(exchange: StoryExchange, played: PlayedStory, mask: (text: string) => string): EvidenceStep {
  const { request, response } = exchange;
  return {
    what: exchange.what,
    actionId: played.actions[exchange.action]?.id ?? '',
    note: noteOf(exchange, played),
    request: {
      method: request.method,
      url: mask(request.url),
      headers: request.headers.map(([name, value]): [string, string] => {
        // Masked as a line: the name decides too.
        const line = mask(`${name}: ${value}`);
        return [name, line.startsWith(`${name}: `) ? line.slice(name.length + 2) : value];
      }),
      body: request.body === null ? null : mask(request.body),
    },
    sentAt: exchange.sentAt,
    response: {
      outcome: response.outcome,
      status: response.status,
      body: mask(response.body.slice(0, KEPT)),
      ms: Math.round(response.ms * 10) / 10,
    },
    accepted: exchange.accepted,
    sentence: exchange.sentence,
    before: exchange.before ?? null,
    after: exchange.after ?? null,
    books: exchange.books,
  };
}

function noteOf(exchange: StoryExchange, { story }: PlayedStory): string {
  const send = story.sends[exchange.send];
  const change = story.changes?.[exchange.action];
  const notes = [
    exchange.lost ? 'response lost on purpose' : '',
    exchange.retry ? 'retry, same bytes' : exchange.again ? 'same bytes again' : '',
    exchange.early && !exchange.again ? 'early on purpose' : '',
    (send?.together ?? 1) > 1 && !exchange.retry ? `${send!.together} at the same moment` : '',
    change?.words ?? '',
  ];
  return notes.filter((note) => note !== '').join(', ');
}
