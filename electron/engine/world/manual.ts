import type { ActionView } from '../../../shared/contract/activity.ts';
import type { ClickView, InquiryView } from '../../../shared/contract/world.ts';
import { type PostbackSource, redirect, type SendTo } from '../../../shared/delivery/send-to.ts';
import type { ActionCommand } from '../../../shared/domain/action.ts';
import type { ClosingInput, InquiryInput } from '../../../shared/domain/inquiry.ts';
import type { Purchase } from '../../../shared/domain/track.ts';
import { doneOf } from '../../../shared/scenario/record.ts';
import type { DomainEvent } from '../../../shared/world/domain-event.ts';
import { noSuchThing, type WorldCommand } from '../../../shared/world/perform.ts';
import type { ActivityStore } from '../store/activity.ts';
import type { Calendar } from './manual-dates.ts';
import { actionAsOf, type Session } from './session.ts';

/** A purchase from a screen, which names its click by key. */
export type ManualPurchase = Omit<Purchase, 'click'> & { click?: number | undefined };

/** An inquiry from a screen, which names its action by key. */
export type ManualInquiry = Omit<InquiryInput, 'action'> & { action?: number | undefined };

export interface ManualOptions {
  store: ActivityStore;
  /** The world of manual work. */
  session: Session;
  calendar: Calendar;
  /** The world of a run in progress; undefined once it has ended. */
  sessionOfRun: (runId: number) => Session | undefined;
  /** The workspace's valid postbacks. */
  postbacks: () => readonly PostbackSource[];
  /** Throws for a `to` that may not be sent to; see `checkTarget`. */
  checkTarget: (to: SendTo) => Promise<void>;
}

/**
 * What the user does manually: one thing at a time, at the time of the clock in force for it. What is done
 * to an action of a run in progress is done in that run's world, on its clock. If anything throws, nothing
 * has happened. `to`, a URL template that replaces the postbacks' own, is checked first: PB_URL_INVALID and
 * PB_HOST_NOT_ALLOWED.
 */
export class Manual {
  readonly #options: ManualOptions;

  constructor(options: ManualOptions) {
    this.#options = options;
  }

  /** Clicks a link. Throws PB_LINK_INVALID. */
  click(link: string): ClickView {
    const [clicked] = this.#do({ type: 'click', link }, undefined);
    return this.#options.store.clicks.get(clicked!.key)!;
  }

  /** Tracks a purchase and sends its postbacks. Throws PB_ARGUMENT_INVALID, PB_AMOUNT_INVALID or PB_CLICK_UNKNOWN. */
  async track({ click, ...purchase }: ManualPurchase, to?: SendTo): Promise<ActionView> {
    const [tracked] = await this.perform({ type: 'track', purchase, click }, to);
    return this.action(tracked!.key);
  }

  /**
   * Does one thing to an action, from a run or tracked manually, and sends its postbacks. Throws PB_ACTION_UNKNOWN,
   * PB_TRANSITION_ILLEGAL, PB_ACTION_LOCKED, PB_ITEM_UNKNOWN or PB_AMOUNT_INVALID.
   */
  async change(action: number, command: ActionCommand, to?: SendTo): Promise<ActionView> {
    await this.perform({ type: 'change', action, command }, to);
    return this.action(action);
  }

  /** An action in full, as of the clock in force. Throws PB_ACTION_UNKNOWN. */
  action(key: number): ActionView {
    const stored = this.#options.store.actions.get(key);
    if (stored === undefined) throw noSuchThing('action');
    return actionAsOf(stored, this.#sessionOf(stored.runId).now());
  }

  /** Opens an inquiry. Throws PB_INQUIRY_REFUSED, PB_ARGUMENT_INVALID or PB_ACTION_UNKNOWN. */
  async openInquiry({ action, ...input }: ManualInquiry, to?: SendTo): Promise<InquiryView> {
    const [opened] = await this.perform({ type: 'open-inquiry', input, action }, to);
    return this.#options.store.inquiries.get(opened!.key)!;
  }

  /** Closes an inquiry. Throws PB_INQUIRY_UNKNOWN or PB_INQUIRY_REFUSED. */
  async closeInquiry(inquiry: number, input: ClosingInput, to?: SendTo): Promise<InquiryView> {
    await this.perform({ type: 'close-inquiry', inquiry, input }, to);
    return this.#options.store.inquiries.get(inquiry)!;
  }

  /** Does one thing and sends what it fires; returns what happened. Throws what `perform` in shared/world throws. */
  async perform(command: WorldCommand, to: SendTo | undefined): Promise<DomainEvent[]> {
    if (to !== undefined) await this.#options.checkTarget(to);
    return this.#do(command, to);
  }

  #do(command: WorldCommand, to: SendTo | undefined): DomainEvent[] {
    const { store, session: own, calendar, postbacks } = this.#options;
    const session = this.#sessionFor(command);
    const at = session.now();
    const sources = redirect(postbacks(), to);
    const { happened, deliveries } = store.transaction(() => {
      const happened = session.perform(command, at);
      for (const done of doneOf(command, happened, at)) store.journal.add(done, own.things.seed);
      return { happened, deliveries: session.fire(happened, { sources }) };
    });
    session.sender.enqueue(deliveries);
    if (session === own) calendar.arrange();
    return happened;
  }

  /** The world in which a command is carried out: that of the thing it changes. */
  #sessionFor(command: WorldCommand): Session {
    const { store, session } = this.#options;
    if (command.type === 'change') return this.#sessionOf(store.actions.stored(command.action)?.runId);
    if (command.type === 'close-inquiry') return this.#sessionOf(store.inquiries.get(command.inquiry)?.runId);
    return session;
  }

  #sessionOf(runId: number | null | undefined): Session {
    const { session, sessionOfRun } = this.#options;
    return (typeof runId === 'number' ? sessionOfRun(runId) : undefined) ?? session;
  }
}
