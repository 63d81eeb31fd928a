import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CatalogView } from '../../../../shared/contract/world.ts';
import { STOCK, type Stock } from '../../../../shared/domain/catalog-item.ts';
import { formatMoney } from '../../../../shared/domain/money.ts';
import { count, counted } from '../../../lib/format.ts';
import { client } from '../../../state/connection.ts';
import { attempt } from '../../../state/notify.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { AmountField } from '../MoneyFields.tsx';
import { runItemsStep } from '../manual-commands.ts';
import { whyNotAmount } from '../money-field.ts';
import { NO_ITEMS, skusToChange, useItemsList } from './items-view.ts';
import { STOCK_WORDS, usePostbacksPerItem } from './stock-words.ts';

type What = 'price' | 'percent' | 'stock' | 'remove';

const PERCENT = /^-?\d{1,4}(\.\d{1,2})?$/;

/** Number of items items the search on screen finds, once it is known. */
function useFound(catalog: number): number | undefined {
  const search = useItemsList((state) => state.search);
  const [found, setFound] = useState<number>();
  useEffect(() => {
    let current = true;
    void attempt(async () => {
      const { total } = await client.world.items({ catalog, search, limit: 1 });
      if (current) setFound(total);
    });
    return () => {
      current = false;
    };
  }, [catalog, search]);
  return found;
}

/** One change for one item, for several, or for all that the search finds. */
export function ChangeItemsDialog({ catalog }: { catalog: CatalogView }) {
  const [skus] = useState(skusToChange);
  const search = useItemsList((state) => state.search);
  const item = useItemsList((state) => state.item);
  const found = useFound(catalog.key);
  const [scope, setScope] = useState(useItemsList.getState().scope);
  const [what, setWhat] = useState<What>('price');
  const [price, setPrice] = useState(item === null ? '' : formatMoney(item.price));
  const [percent, setPercent] = useState('-10');
  const [stock, setStock] = useState<Stock>('OutOfStock');
  const each = usePostbacksPerItem(catalog.program.id);

  const number = scope === 'chosen' ? skus.length : (found ?? 0);
  const percentGood = PERCENT.test(percent) && Number(percent) >= -100 && Number(percent) <= 10_000;
  const good =
    number > 0 &&
    (what !== 'price' || whyNotAmount(price) === undefined) &&
    (what !== 'percent' || percentGood);
  const change = {
    price: { price },
    percent: { pricePercent: Number(percent) },
    stock: { stock },
    remove: { remove: true as const },
  }[what];
  const send = () =>
    runItemsStep(
      async (to) => {
        const which = scope === 'chosen' ? { skus } : { search };
        const result = await client.world.changeItems({ catalog: catalog.key, which, change, ...to });
        if (what === 'remove') useItemsList.setState(NO_ITEMS);
        return result;
      },
      ({ changed }) =>
        changed === 0
          ? 'No items changed, so nothing is sent.'
          : `${counted(changed, 'item')} changed, ${counted(changed * each, 'postback')} fired.`,
    );
  const verb = what === 'remove' ? 'Remove' : 'Change';
  return (
    <ManualStepDialog
      title={`Change items in ${catalog.name}`}
      verb={`${verb} ${counted(number, 'item')}`}
      good={good}
      onSend={send}
    >
      {skus.length === 0 ? null : (
        <SegmentedControl
          fullWidth
          aria-label="Which items"
          value={scope}
          onChange={(value) => setScope(value as typeof scope)}
          data={[
            { value: 'chosen', label: skus.length === 1 ? skus[0]! : `${count(skus.length)} selected` },
            {
              value: 'found',
              label: `${search === '' ? 'All' : `All with “${search}”`}${found === undefined ? '' : `, ${count(found)}`}`,
            },
          ]}
        />
      )}
      <SegmentedControl
        fullWidth
        aria-label="What changes"
        value={what}
        onChange={(value) => setWhat(value as What)}
        data={[
          { value: 'price', label: 'Price' },
          { value: 'percent', label: 'Price by %' },
          { value: 'stock', label: 'Stock' },
          { value: 'remove', label: 'Remove' },
        ]}
      />
      {what === 'price' ? (
        <AmountField
          autoFocus
          label={`Price, ${catalog.program.currency}`}
          value={price}
          onChange={setPrice}
        />
      ) : null}
      {what === 'percent' ? (
        <TextInput
          label="Percent"
          description="For example, -10 reduces each price by a tenth"
          classNames={{ input: 'money-input' }}
          value={percent}
          error={percentGood ? undefined : 'Enter a number from -100 to 10000'}
          onChange={(event) => setPercent(event.currentTarget.value.trim())}
        />
      ) : null}
      {what === 'stock' ? (
        <Select
          label="Stock"
          allowDeselect={false}
          data={STOCK.map((value) => ({ value, label: STOCK_WORDS[value].word }))}
          value={stock}
          onChange={(value) => value !== null && setStock(value as Stock)}
        />
      ) : null}
      <p className="text-12" role="status" data-testid="postbacks-fired">
        {each === 0 ? (
          <span className="text-warn">
            No catalog postback is enabled: the items change, but nothing is sent.
          </span>
        ) : (
          <>
            Fires <b className="medium">{counted(number * each, 'postback')}</b> at most: one for each item
            that changes{each === 1 ? '' : ` and each of ${each} postbacks`}.
          </>
        )}
      </p>
    </ManualStepDialog>
  );
}
