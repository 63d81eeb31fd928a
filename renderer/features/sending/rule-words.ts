import { retryWait } from '../../../shared/delivery/next-attempt.ts';
import type { ProfileField, SenderProfile } from '../../../shared/delivery/profile.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';

/** The success rule in a word or two. */
export const SUCCESS_WORDS: Record<SenderProfile['success'], string> = {
  '200-201': 'strict',
  '2xx': 'any 2xx',
  '200': 'only 200',
};

const SUCCESS: Record<SenderProfile['success'], string> = {
  '200-201': 'Only 200 and 201 (strict)',
  '2xx': 'Any 2xx',
  '200': 'Only 200',
};

const RETRY_ON: Record<SenderProfile['retryOn'], string> = {
  'every failure': 'Every failure',
  '5xx only': '5xx only',
  '5xx or late response': 'A 5xx or a late response',
};

/** Waits beyond so many different ones are cut. */
const SHOWN_WAITS = 16;

type Rule = [field: ProfileField, name: string, value: (profile: SenderProfile) => string];

/** Every rule of a profile in the order in which a delivery meets them. */
export const RULES: readonly Rule[] = [
  ['processing', 'Processing time', processingText],
  ['success', 'Success', ({ success }) => SUCCESS[success]],
  ['retryOn', 'Retried after', ({ retryOn }) => RETRY_ON[retryOn]],
  ['final4xx', 'A 4xx', final4xxText],
  [
    'finalStatuses',
    'Final statuses',
    ({ finalStatuses }) => (finalStatuses.length === 0 ? 'None' : finalStatuses.join(', ')),
  ],
  ['retries', 'Maximum retries', ({ retries }) => retriesText(retries)],
  ['schedule', 'Retry schedule', scheduleText],
  [
    'jitter',
    'Jitter',
    ({ jitter }) => (jitter === 0 ? 'None' : `Up to ${percent(jitter)} more, drawn from the seed`),
  ],
  [
    'honourRetryAfter',
    'Retry-After',
    ({ honourRetryAfter }) => (honourRetryAfter ? 'Honored when longer' : 'Ignored'),
  ],
  ['switchOff', 'Disabled', switchOffText],
  ['connectTimeout', 'Connect timeout', ({ connectTimeout }) => formatDuration(connectTimeout)],
  ['responseTimeout', 'Response timeout', ({ responseTimeout }) => formatDuration(responseTimeout)],
  [
    'inFlight',
    'In flight per postback',
    ({ inFlight }) => (inFlight === 1 ? '1 request' : `${inFlight} requests`),
  ],
  ['userAgent', 'User-Agent', ({ userAgent }) => (userAgent === '' ? 'None' : userAgent)],
];

function retriesText(retries: SenderProfile['retries']): string {
  if (retries === 'until success') return 'Until it succeeds';
  return retries === 0 ? 'None' : String(retries);
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function final4xxText({ final4xx, retryOn }: SenderProfile): string {
  if (final4xx) return 'Ends the delivery';
  return retryOn === 'every failure' ? 'Retried like any failure' : 'No special rule';
}

function switchOffText({ switchOff }: SenderProfile): string {
  if (switchOff === false) return 'Never';
  return `After ${switchOff.failures} failures in a row within ${formatDuration(switchOff.within)}`;
}

function processingText({ processing }: SenderProfile): string {
  const kinds = Object.entries(processing).map(([kind, [from, to]]) => {
    if (to === 0) return `${kind} none`;
    const most = formatDuration(to);
    if (from === to) return `${kind} ${most}`;
    return from === 0 ? `${kind} up to ${most}` : `${kind} ${formatDuration(from)} to ${most}`;
  });
  const text = kinds.join(', ');
  return text[0]!.toUpperCase() + text.slice(1);
}

/** "1 min, 5 min, 6 h × 4; 1 d 6 min in all": equal waits in a row are told once. */
function scheduleText({ schedule, retries }: SenderProfile): string {
  if (retries === 0) return 'None';
  if (retries === 'until success') return endlessText(schedule);
  const waits = Array.from({ length: retries }, (_, index) => retryWait(schedule, index + 1));
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  return `${runsText(waits)}; ${formatDuration(total)} total`;
}

function endlessText(schedule: SenderProfile['schedule']): string {
  switch (schedule.type) {
    case 'fixed':
      return `${formatDuration(schedule.wait)} each time`;
    case 'list':
      return `${runsText(schedule.waits)}, then ${formatDuration(schedule.waits.at(-1)!)} each time`;
    case 'exponential': {
      const { first, factor, longest } = schedule;
      return `${formatDuration(first)}, then ${factor} × longer each time, at most ${formatDuration(longest)}`;
    }
  }
}

function runsText(waits: readonly number[]): string {
  const runs: { wait: number; times: number }[] = [];
  for (const wait of waits) {
    const last = runs.at(-1);
    if (last?.wait === wait) last.times += 1;
    else runs.push({ wait, times: 1 });
  }
  const texts = runs.map(({ wait, times }) =>
    times === 1 ? formatDuration(wait) : `${formatDuration(wait)} × ${times}`,
  );
  if (texts.length <= SHOWN_WAITS) return texts.join(', ');
  return `${texts.slice(0, SHOWN_WAITS - 1).join(', ')} … ${texts.at(-1)}`;
}
