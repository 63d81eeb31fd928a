import { Select } from '@mantine/core';
import { STOCK, type Stock } from '../../../../shared/domain/catalog-item.ts';
import { STOCK_WORDS } from './stock-words.ts';

/** Whether an item can be had. */
export function StockSelect({ value, onChange }: { value: Stock; onChange: (stock: Stock) => void }) {
  return (
    <Select
      label="Stock"
      allowDeselect={false}
      data={STOCK.map((stock) => ({ value: stock, label: STOCK_WORDS[stock].word }))}
      value={value}
      onChange={(stock) => stock !== null && onChange(stock as Stock)}
    />
  );
}
