import type { Action } from '../../../../shared/domain/action.ts';
import { sumOf } from '../../../../shared/domain/order-items.ts';
import { isoInZone } from '../../../../shared/domain/time.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { KeyValue, type KeyValueRow } from '../../../components/KeyValue.tsx';
import { WireText } from '../../../components/WireText.tsx';
import { useMoney } from '../../../state/money-digits.ts';

/** What was bought, what came with the click, and the dates, as the platform's postbacks carry them. */
export function ActionDetails({ action }: { action: Action }) {
  const { tracking, program } = action;
  const date = (at: number | null) => (at === null ? '' : isoInZone(at, program.timeZone));
  const dates: [string, string][] = [
    ['EventDate', date(action.eventDate)],
    ['ReferringDate', date(action.referringDate)],
    ['LockingDate', date(action.lockingDate)],
    ['ClearingDate', date(action.clearingDate)],
    ['ClearedDate', date(action.clearedDate)],
  ];
  const tracked: [string, string][] = [
    ['SubId1', tracking.subId1],
    ['SubId2', tracking.subId2],
    ['SubId3', tracking.subId3],
    ['SharedId', tracking.sharedId],
    ['RefClickId', tracking.refClickId],
    ['Oid', tracking.orderId],
    ['PromoCode', tracking.promoCode],
    ['LandingPageUrl', tracking.landingPage],
    ['AdId', action.adId],
    ['Property', tracking.propertyId],
  ];
  return (
    <div className="hand-details">
      <Order action={action} />
      <div className="section-head">
        Tracking
        <span className="spacer" />
        <CopyButton
          text={tracked.map(([name, value]) => `${name}=${value}`).join('\n')}
          label="Copy tracking data"
        />
      </div>
      <KeyValue label="Tracking" rows={tracked.map(rowOf)} />
      <div className="section-head">
        Dates <span className="count">{program.timeZone}</span>
      </div>
      <KeyValue label="Dates" rows={dates.filter(([, value]) => value !== '').map(rowOf)} />
    </div>
  );
}

function rowOf([name, value]: [string, string]): KeyValueRow {
  return {
    id: name,
    name,
    value: (
      <span className="world-value">
        <WireText text={value} />
        {value === '' ? null : <CopyButton text={value} label={`Copy ${name}`} />}
      </span>
    ),
  };
}

function Order({ action }: { action: Action }) {
  const { items, originalAmount, originalCurrency, exchangeRate, program, intended, tracking } = action;
  const money = useMoney();
  const foreign = originalCurrency !== program.currency;
  return (
    <>
      <div className="section-head">
        {items.length === 0 ? 'Order' : 'Items'}{' '}
        <span className="count">
          {items.length === 0 ? '' : `${items.length} of the order `}
          {tracking.orderId}
        </span>
      </div>
      {items.length === 0 ? null : (
        <table className="world-items">
          <thead>
            <tr>
              <th>SKU</th>
              <th>Category</th>
              <th className="world-figure">Quantity</th>
              <th className="world-figure">Amount</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ sku, category, quantity, amount: line }) => (
              <tr key={sku}>
                <td className="mono">{sku}</td>
                <td className="dimmed">{category}</td>
                <td className="world-figure">{quantity}</td>
                <td className="world-figure">{money.figure(line, originalCurrency)}</td>
              </tr>
            ))}
            <tr className="world-sum">
              <td colSpan={3}>Sum of the items</td>
              <td className="world-figure">{money.figure(sumOf(items), originalCurrency)}</td>
            </tr>
          </tbody>
        </table>
      )}
      <KeyValue
        label="Order"
        rows={[
          {
            id: 'original',
            name: 'OriginalAmount',
            value: `${money.figure(originalAmount, originalCurrency)} ${originalCurrency}`,
          },
          ...(foreign
            ? [
                {
                  id: 'rate',
                  name: 'Exchange rate',
                  value: `1 ${originalCurrency} = ${exchangeRate} ${program.currency}`,
                },
              ]
            : []),
          {
            id: 'intended',
            name: 'Intended',
            value: `${money.figure(intended.amount, program.currency)}, payout ${money.figure(intended.payout, program.currency)} ${program.currency}`,
          },
        ]}
      />
    </>
  );
}
