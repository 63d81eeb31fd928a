import type { ActionRow, DeliveryView } from '../../../../shared/contract/activity.ts';
import type { WorkspaceView } from '../../../../shared/contract/workspace.ts';
import type { ClickView } from '../../../../shared/contract/world.ts';
import { fires } from '../../../../shared/delivery/fired-postbacks.ts';
import { isLong } from '../../../../shared/delivery/long-open.ts';
import { outcomeSentence } from '../../../../shared/delivery/outcome.ts';
import { eventLabel, type WorldEvent } from '../../../../shared/domain/world-event.ts';

/** What is kept of a guided test conversion over a reload; all else is read from what happened since. */
export interface GuideStart {
  /** The tracking link that is to be clicked. */
  link: string;
  /** Largest keys when it began: what came later belongs to it. */
  afterClick: number;
  afterAction: number;
}

export const GUIDE_STEPS = [
  'link',
  'click',
  'convert',
  'pending',
  'postback',
  'reverse',
  'reversal',
] as const;
export type GuideStepId = (typeof GUIDE_STEPS)[number];

/** How a step of the guide stands. */
export type GuideStepState = 'done' | 'now' | 'later';

/** The most that is known of a guided test conversion. */
export interface GuideFacts {
  start: GuideStart | null;
  click: ClickView | undefined;
  action: ActionRow | undefined;
  /** Of the action's first event, and of its reversal. */
  tracked: readonly DeliveryView[];
  reversed: readonly DeliveryView[];
}

export interface GuideGiven {
  /** The first click by hand on the link since the guide began. */
  click: ClickView | undefined;
  /** The first action by hand since then, and its deliveries. */
  action: ActionRow | undefined;
  deliveries: readonly DeliveryView[];
}

/** What happened since the guide began: the click and then the first action by hand, with its deliveries. */
export function factsOf(start: GuideStart | null, given: GuideGiven): GuideFacts {
  const click = start === null ? undefined : given.click;
  const action = click === undefined ? undefined : given.action;
  const deliveries = action === undefined ? [] : given.deliveries;
  const of = (event: WorldEvent) => deliveries.filter((delivery) => delivery.event === event);
  return { start, click, action, tracked: of('tracked'), reversed: of('reversed') };
}

const arrived = (deliveries: readonly DeliveryView[]) =>
  deliveries.length > 0 && deliveries.every(({ state }) => state === 'delivered');

/** Which steps are behind; those after the first that is not are still to come. */
export function guideStepsDone({ start, click, action, tracked, reversed }: GuideFacts): GuideStepId[] {
  const done: Record<GuideStepId, boolean> = {
    link: start !== null,
    click: click !== undefined,
    convert: action !== undefined,
    pending: action !== undefined,
    postback: arrived(tracked),
    reverse: action?.status === 'REVERSED' || reversed.length > 0,
    reversal: arrived(reversed),
  };
  const end = GUIDE_STEPS.findIndex((step) => !done[step]);
  return GUIDE_STEPS.slice(0, end === -1 ? GUIDE_STEPS.length : end);
}

/** Why a postback is not there yet: sentences, the likeliest first. */
export function hintsFor(
  event: 'tracked' | 'reversed',
  facts: GuideFacts,
  view: WorkspaceView,
  now: number,
): string[] {
  const deliveries = facts[event];
  if (facts.action === undefined) return [];
  if (deliveries.length === 0) return missing(event, facts.action, view);
  return deliveries.flatMap((delivery) => openHints(delivery, now));
}

function missing(event: WorldEvent, { programId, eventType }: ActionRow, view: WorkspaceView): string[] {
  const program = view.settings.world.programs.find(({ id }) => id === programId);
  const eventTypeId = program?.eventTypes.find(({ name }) => name === eventType)?.id;
  const switches = { approvalFires: view.settings.sending.approvalFires };
  const about = { event, programId, eventTypeId };
  const readable = view.postbacks.flatMap(({ content }) => (content === null ? [] : [content]));
  const ofActions = readable.filter(({ kind }) => kind === 'action');
  if (ofActions.some((postback) => fires(about, postback, switches)))
    return ['No postback matched this event when it happened, but the current ones would. Start over.'];
  const off = ofActions.find((postback) => !postback.enabled);
  const silent = ofActions.find(({ level, changes }) => level === 'event' && !changes && event !== 'tracked');
  const broken = view.postbacks.length - readable.length;
  return [
    ...(ofActions.length === 0 ? ['The workspace has no action postback.'] : []),
    ...(off === undefined ? [] : [`The postback “${off.name}” is disabled. Enable it in Templates.`]),
    ...(silent === undefined
      ? []
      : [`“${silent.name}” does not fire on modification and reversal. Turn that on in Templates.`]),
    ...(broken === 0 ? [] : ['A postback file is invalid and is ignored until it is fixed.']),
    `No enabled postback covers all events or the event type ${eventType.trim()}.`,
  ];
}

function openHints(delivery: DeliveryView, now: number): string[] {
  const { state, attempts, event, processingMs } = delivery;
  if (state === 'delivered') return [];
  const last = attempts.at(-1);
  const late = isLong(delivery, now)
    ? ['Nothing after an hour: this is when the platform recommends contacting support.']
    : [];
  if (state === 'cancelled') return ['The delivery was cancelled. Retry it from the list of deliveries.'];
  if (last === undefined) {
    return [
      processingMs > 0
        ? `${eventLabel(event)} events take the platform about 15 minutes; it is sent when the clock reaches that time.`
        : 'It is due now. Check whether the clock is paused or maintenance is on.',
      ...late,
    ];
  }
  return [
    outcomeSentence(last.outcome, last.status),
    state === 'given-up'
      ? 'It was given up. Fix the receiver or the URL, then retry.'
      : 'It is retried until the response is 200 or 201.',
    ...late,
  ];
}
