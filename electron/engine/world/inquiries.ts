import type { InquiryView } from '../../../shared/contract/world.ts';
import {
  type ClosingInput,
  closeInquiry,
  type InquiryInput,
  openInquiry,
} from '../../../shared/domain/inquiry.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { firedEvent } from './events.ts';
import type { Hand } from './hand.ts';

/** An inquiry as a screen gives it: its action by the key. */
export type HandInquiry = Omit<InquiryInput, 'action'> & { action?: number | undefined };

/** Inquiries by hand; each opening and closing fires its postbacks. */
export class Inquiries {
  readonly #hand: Hand;
  #asked = 0;

  constructor(hand: Hand) {
    this.#hand = hand;
  }

  /** Throws PB_INQUIRY_REFUSED, PB_ARGUMENT_INVALID or PB_ACTION_UNKNOWN; then nothing has happened. */
  open({ action: key, ...input }: HandInquiry, to: string | undefined): InquiryView {
    const { store, clock, world, firing } = this.#hand;
    const action = key === undefined ? undefined : store.actions.get(key)?.action;
    if (key !== undefined && action === undefined) {
      throw new PostbenchError('PB_ACTION_UNKNOWN', 'The action asked about is not there any more.', {
        remedy: 'Choose one from the list of actions, or ask about an untracked order.',
      });
    }
    const { seed, sending } = firing();
    const at = clock.now();
    const inquiry = openInquiry(world(), { ...input, action }, at, seed, this.#asked);
    const added = this.#hand.do(to, (tell, note) => {
      const inquiryKey = store.inquiries.add(inquiry, null);
      const happening = { type: 'inquiry' as const, inquiry, event: 'inquiry-opened' as const };
      tell(firedEvent(happening, { key: inquiryKey, nth: 1 }, sending));
      note({ at, type: 'inquiry', key: inquiryKey, input, action: key });
      return inquiryKey;
    });
    this.#asked += 1;
    return store.inquiries.get(added)!;
  }

  /** Throws PB_INQUIRY_UNKNOWN or PB_INQUIRY_REFUSED; then nothing has happened. */
  close(key: number, input: ClosingInput, to: string | undefined): InquiryView {
    const { store, clock, firing } = this.#hand;
    const before = store.inquiries.get(key);
    if (before === undefined) {
      throw new PostbenchError('PB_INQUIRY_UNKNOWN', 'That inquiry is not there any more.', {
        remedy: 'Choose one from the list, or open a new one.',
      });
    }
    const at = clock.now();
    const inquiry = closeInquiry(before.inquiry, input, at);
    this.#hand.do(to, (tell, note) => {
      store.inquiries.update(key, inquiry);
      const happening = { type: 'inquiry' as const, inquiry, event: 'inquiry-closed' as const };
      tell(firedEvent(happening, { key, nth: 2 }, firing().sending));
      note({ at, type: 'close', key, input });
    });
    return store.inquiries.get(key)!;
  }
}
