import { SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CatalogView } from '../../../../shared/contract/world.ts';
import type { Stock } from '../../../../shared/domain/catalog-item.ts';
import { bulkChangeInput } from '../../../../shared/domain/inputs.ts';
import { useSchemaForm } from '../../../components/useSchemaForm.ts';
import { count, counted } from '../../../lib/format.ts';
import { client } from '../../../state/connection.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { attempt } from '../../../state/notify.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { AmountField } from '../MoneyFields.tsx';
import { runItemsStep } from '../manual-commands.ts';
import { numberOf } from '../money-field.ts';
import { NO_ITEMS, skusToChange, useItemsList } from './items-view.ts';
import { StockSelect } from './StockSelect.tsx';
import { usePostbacksPerItem } from './stock-words.ts';

type What = 'price' | 'percent' | 'stock' | 'remove';

interface Change extends Record<string, unknown> {
  what: What;
  price: string;
  percent: string;
  stock: Stock;
}

const read = ({ what, price, percent, stock }: Change) =>
  ({
    price: { price },
    percent: { pricePercent: numberOf(percent) },
    stock: { stock },
    remove: { remove: true as const },
  })[what];

/** Number of items that the search on screen finds, once it is known. */
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
  const texts = useMoney();
  const [scope, setScope] = useState(useItemsList.getState().scope);
  const { values, problems, good, setValues } = useSchemaForm<Change>({
    initialValues: {
      what: 'price',
      price: item === null ? '' : texts.text(item.price, catalog.program.currency),
      percent: '-10',
      stock: 'OutOfStock',
    },
    schema: bulkChangeInput,
    read,
  });
  const { what, price, percent, stock } = values;
  const each = usePostbacksPerItem(catalog.program.id);

  const number = scope === 'chosen' ? skus.length : (found ?? 0);
  const send = () =>
    runItemsStep(
      async (to) => {
        const which = scope === 'chosen' ? { skus } : { search };
        const change = read(values);
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
      good={good && number > 0}
      trigger={{ event: 'item-changed', programId: catalog.program.id }}
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
        onChange={(value) => setValues({ what: value as What })}
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
          currency={catalog.program.currency}
          label={`Price, ${catalog.program.currency}`}
          value={price}
          onChange={(next) => setValues({ price: next })}
        />
      ) : null}
      {what === 'percent' ? (
        <TextInput
          label="Percent"
          description="For example, -10 reduces each price by a tenth"
          classNames={{ input: 'money-input' }}
          value={percent}
          error={problems.pricePercent}
          onChange={(event) => setValues({ percent: event.currentTarget.value.trim() })}
        />
      ) : null}
      {what === 'stock' ? (
        <StockSelect value={stock} onChange={(next) => setValues({ stock: next })} />
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
