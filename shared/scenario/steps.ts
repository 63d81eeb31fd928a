import type { ActionCommand } from '../domain/action.ts';
import type { ItemCommand } from '../domain/catalog.ts';
import { formatDuration } from '../domain/duration.ts';
import type { ClosingInput } from '../domain/inquiry.ts';
import { formatExactly, type Money, parseMoney } from '../domain/money.ts';
import type { ActionItem } from '../domain/order-items.ts';
import type { Purchase } from '../domain/track.ts';
import { responsesText } from '../receiver/response-list.ts';
import { stepSize } from './agenda.ts';
import type { RunStep } from './run-view.ts';
import type { Scenario, Step } from './schema.ts';

/** A step's name in a list, and what it does in a few words. */
export interface StepText {
  title: string;
  detail: string;
}

/** The part of a step under its verb. */
export type Of<Verb extends string> = Step extends infer Each
  ? Each extends Record<Verb, infer Part>
    ? Part
    : never
  : never;

const money = (text: string | undefined) =>
  text === undefined ? undefined : formatExactly(parseMoney(text));
const amountIn = (text: string | undefined): Money | undefined =>
  text === undefined ? undefined : parseMoney(text);
const parts = (...texts: (string | undefined)[]) => texts.filter((text) => text !== undefined).join(', ');
const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
const percent = (share: number) => `${Number((share * 100).toFixed(4))} %`;

const MAINTENANCE: Record<'announce' | 'start' | 'end', StepText> = {
  announce: { title: 'Announce maintenance', detail: 'partners are informed' },
  start: { title: 'Maintenance starts', detail: 'postbacks pause' },
  end: { title: 'Maintenance ends', detail: 'the backlog is sent' },
};

export function stepText(step: Step): StepText {
  const { title, detail } = textOf(step);
  return { title, detail: step.note ?? detail };
}

function textOf(step: Step): StepText {
  if ('track' in step) {
    const { amount, items, payout, eventType } = step.track;
    const order = items === undefined ? `amount ${money(amount)}` : counted(items.length, 'item');
    const paid = payout === undefined ? undefined : `payout ${money(payout)}`;
    return { title: `Track ${eventType ?? 'action'}`, detail: parts(order, paid) };
  }
  if ('repeat' in step) return repeatText(step.repeat);
  if ('click' in step) {
    const { link, subId1, sharedId } = step.click;
    return { title: 'Click a link', detail: link ?? subId1 ?? sharedId ?? 'the tracking link' };
  }
  if ('modify' in step) {
    const { amount, items, payout, reason } = step.modify;
    const paid = payout === undefined ? undefined : `payout ${money(payout)}`;
    const changed = items === undefined ? undefined : counted(items.length, 'item');
    const whole = amount === undefined ? undefined : `amount ${money(amount)}`;
    return { title: 'Modify', detail: parts(whole, changed, paid) || reason };
  }
  if ('reverse' in step) return { title: 'Reverse', detail: step.reverse.reason };
  if ('restore' in step) return { title: 'Restore', detail: 'restores the last values' };
  if ('reset' in step) return { title: 'Reset', detail: 'restores the first values' };
  if ('approve' in step) return { title: 'Approve', detail: 'no more changes' };
  if ('clear' in step) return { title: 'Clear', detail: 'the payout is cleared' };
  if ('inquiry' in step) return { title: 'Open an inquiry', detail: step.inquiry.type };
  if ('closeInquiry' in step) return { title: 'Close the inquiry', detail: step.closeInquiry.resolution };
  if ('catalog' in step) return catalogText(step.catalog);
  if ('responses' in step) return { title: 'Receiver responds', detail: responsesText(step.responses) };
  if ('again' in step) {
    const { of, times, together } = step.again;
    const how = times === 1 ? '' : together ? `, ${times} times at once` : `, ${times} times`;
    return { title: 'Send again', detail: `the postbacks of ${of}${how}` };
  }
  if ('hold' in step)
    return { title: 'Hold back', detail: `the postbacks of ${step.hold.of} until ${step.hold.until}` };
  if ('loseResponse' in step)
    return { title: 'Lose the response', detail: `to the postbacks of ${step.loseResponse}` };
  if ('set' in step)
    return {
      title: 'Set values',
      detail: Object.entries(step.set)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    };
  if ('senderAddress' in step)
    return {
      title: 'Sender address',
      detail: `${step.senderAddress}, in a header that the platform does not send`,
    };
  if ('wait' in step) return { title: 'Wait', detail: step.wait };
  return MAINTENANCE[step.maintenance];
}

function repeatText({ times, over, modified, reversed, approved }: Of<'repeat'>): StepText {
  const fates = [
    modified && `${percent(modified.share)} modified`,
    reversed && `${percent(reversed.share)} reversed`,
    approved && `${percent(approved.share)} approved`,
  ];
  const span = over === 0 ? 'at once' : `over ${formatDuration(over)}`;
  return { title: counted(times, 'purchase'), detail: parts(span, ...fates) };
}

function catalogText({ items, price, stock, add, update }: Of<'catalog'>): StepText {
  if (add !== undefined) return { title: 'Catalog: add', detail: counted(add.length, 'item') };
  if (update !== undefined) return { title: 'Catalog: update', detail: counted(update.length, 'item') };
  const which = Array.isArray(items)
    ? counted(items.length, 'item')
    : items === 'all' || items === undefined
      ? 'all items'
      : counted(items.first, 'item');
  if (price !== undefined) return { title: 'Catalog: price', detail: `${which} to ${money(price)}` };
  if (stock !== undefined) return { title: 'Catalog: stock', detail: `${which} ${stock}` };
  return { title: 'Catalog: remove', detail: which };
}

/** The steps of a scenario before any has happened. */
export function plannedSteps(scenario: Scenario): RunStep[] {
  return scenario.steps.map((step) => ({
    ...stepText(step),
    state: 'planned',
    actionKey: null,
    ...(step.at === undefined ? {} : { at: step.at }),
    ...(stepSize(step) === 1 ? {} : { done: 0, size: stepSize(step) }),
  }));
}

type ItemText = { sku: string; quantity: number; amount: string; category: string };

/** Lines of an order in a file or a form. */
export function itemsOf(items: readonly ItemText[] | undefined): ActionItem[] | undefined {
  return items?.map((item) => ({ ...item, amount: parseMoney(item.amount) }));
}

/** The purchase described by a track step, or by a form with the same fields. */
export function purchaseOf(track: Omit<Of<'track'>, 'click'>): Omit<Purchase, 'click'> {
  const { amount, payout, items, ...rest } = track;
  return { ...rest, amount: amountIn(amount), payout: amountIn(payout), items: itemsOf(items) };
}

/** The command of a modify step, or of a form with the same fields. */
export function modificationOf(modify: Omit<Of<'modify'>, 'action'>): ActionCommand {
  const { amount, payout, reason, items } = modify;
  return {
    type: 'modify',
    reason,
    amount: amountIn(amount),
    payout: amountIn(payout),
    items: items?.map((item) => ({ ...item, amount: amountIn(item.amount) })),
  };
}

/** A step's command for its action; undefined for a step without an action. */
export function commandOf(step: Step): { action: string; command: ActionCommand } | undefined {
  if ('modify' in step) return { action: step.modify.action, command: modificationOf(step.modify) };
  if ('reverse' in step)
    return { action: step.reverse.action, command: { type: 'reverse', reason: step.reverse.reason } };
  if ('restore' in step) return { action: step.restore.action, command: { type: 'restore' } };
  if ('reset' in step) return { action: step.reset.action, command: { type: 'reset' } };
  if ('approve' in step) return { action: step.approve.action, command: { type: 'approve' } };
  if ('clear' in step) return { action: step.clear.action, command: { type: 'clear' } };
  return undefined;
}

/** How a step, or a form with the same fields, closes an inquiry. Throws PB_AMOUNT_INVALID. */
export function closingOf({ finalPayout, ...rest }: Omit<Of<'closeInquiry'>, 'inquiry'>): ClosingInput {
  return { ...rest, finalPayout: amountIn(finalPayout) };
}

/** A catalog step's change of each of its items. */
export function itemCommandOf({ price, stock }: Pick<Of<'catalog'>, 'price' | 'stock'>): ItemCommand {
  if (price !== undefined) return { type: 'price', price: parseMoney(price) };
  if (stock !== undefined) return { type: 'stock', stock };
  return { type: 'remove' };
}
