import { Button, FileButton, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import type { CatalogView } from '../../../../shared/contract/world.ts';
import { STOCK } from '../../../../shared/domain/catalog-item.ts';
import { moneyText } from '../../../../shared/domain/fields.ts';
import { useSchemaForm } from '../../../components/useSchemaForm.ts';
import { count, counted } from '../../../lib/format.ts';
import { client } from '../../../state/connection.ts';
import { notify } from '../../../state/notify.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { AmountField } from '../MoneyFields.tsx';
import { runItemsStep } from '../manual-commands.ts';
import { STOCK_WORDS, usePostbacksPerItem } from './stock-words.ts';

/** What the fields of an item are sent as. */
const newItem = z.object({
  sku: z.string().trim().min(1, 'Enter a SKU.'),
  name: z.string().min(1, 'Enter a name.'),
  price: moneyText,
  stock: z.enum(STOCK),
  category: z.string(),
});

/** One more item. */
export function AddItemDialog({ catalog }: { catalog: CatalogView }) {
  const form = useSchemaForm<z.input<typeof newItem> & { price: string }>({
    initialValues: { sku: '', name: '', price: '49.00', stock: 'InStock', category: '' },
    schema: newItem,
  });
  const { values, good, getInputProps } = form;
  const send = () =>
    runItemsStep(
      (to) => client.world.addItem({ catalog: catalog.key, item: newItem.parse(values), ...to }),
      () => `Added ${values.sku} to ${catalog.name}.`,
    );
  return (
    <ManualStepDialog title={`Add an item to ${catalog.name}`} verb="Add item" good={good} onSend={send}>
      <div className="form-fields">
        <TextInput data-autofocus label="SKU" classNames={{ input: 'mono' }} {...getInputProps('sku')} />
        <TextInput label="Name" {...getInputProps('name')} />
        <AmountField
          label={`Price, ${catalog.program.currency}`}
          value={values.price}
          onChange={(price) => form.setFieldValue('price', price)}
        />
        <Select
          label="Stock"
          allowDeselect={false}
          data={STOCK.map((value) => ({ value, label: STOCK_WORDS[value].word }))}
          {...getInputProps('stock')}
        />
        <TextInput label="Category" placeholder="empty" {...getInputProps('category')} />
      </div>
    </ManualStepDialog>
  );
}

const MOST_MADE = 100_000;

/** Many more items, made up from the seed. */
export function GenerateItemsDialog({ catalog }: { catalog: CatalogView }) {
  const [text, setText] = useState('100');
  const number = Number(text);
  const good = /^\d+$/.test(text) && number >= 1 && number <= MOST_MADE;
  const each = usePostbacksPerItem(catalog.program.id);
  const send = () =>
    runItemsStep(
      (to) => client.world.generateItems({ catalog: catalog.key, count: number, ...to }),
      ({ changed }) => `${counted(changed, 'item')} added.`,
    );
  return (
    <ManualStepDialog
      title={`Generate items for ${catalog.name}`}
      verb={good ? `Generate ${counted(number, 'item')}` : 'Generate'}
      good={good}
      onSend={send}
    >
      <TextInput
        data-autofocus
        label="Number of items"
        inputMode="numeric"
        classNames={{ input: 'money-input' }}
        value={text}
        error={good ? undefined : `Enter a whole number from 1 to ${count(MOST_MADE)}`}
        onChange={(event) => setText(event.currentTarget.value.trim())}
      />
      <p className="text-12" role="status">
        {each === 0
          ? 'No catalog postback is enabled, so nothing is sent.'
          : good
            ? `Fires ${counted(number * each, 'postback')}: one for each added item.`
            : ''}
      </p>
    </ManualStepDialog>
  );
}

const EXAMPLE = 'sku,name,price,stock\nTENT-2,Two-person tent,120.00,InStock\n';

/** Items from a CSV file or pasted text; nothing is taken over unless all of it is right. */
export function ImportItemsDialog({ catalog }: { catalog: CatalogView }) {
  const [csv, setCsv] = useState('');
  const [file, setFile] = useState('');
  const send = () =>
    runItemsStep(
      (to) => client.world.importItems({ catalog: catalog.key, csv, ...to }),
      ({ added, updated, unchanged }) =>
        `${counted(added, 'item')} added, ${count(updated)} updated, ${count(unchanged)} unchanged.`,
    );
  const read = (chosen: File | null) => {
    if (chosen === null) return;
    chosen.text().then(
      (text) => {
        setCsv(text);
        setFile(chosen.name);
      },
      (error: unknown) => notify.error(error),
    );
  };
  return (
    <ManualStepDialog
      title={`Import items into ${catalog.name}`}
      verb="Import"
      good={csv.trim() !== ''}
      size={640}
      onSend={send}
    >
      <div className="hstack">
        <FileButton accept=".csv,text/csv" onChange={read}>
          {(props) => (
            <Button {...props} size="xs">
              Choose a file…
            </Button>
          )}
        </FileButton>
        <span className="dimmed text-12">{file === '' ? 'or paste CSV below.' : file}</span>
        <span className="spacer" />
        <Button size="xs" onClick={() => setCsv(EXAMPLE)}>
          Insert example
        </Button>
      </div>
      <Textarea
        data-autofocus
        label="CSV"
        description="The header must include sku, name, and price. Optional: stock, originalPrice, category, description, manufacturer, url, imageUrl, gtin."
        classNames={{ input: 'mono world-csv' }}
        rows={10}
        spellCheck={false}
        placeholder={EXAMPLE}
        value={csv}
        onChange={(event) => {
          setCsv(event.currentTarget.value);
          setFile('');
        }}
      />
      <p className="dimmed text-12">
        Every added or changed item fires its postbacks. Nothing is imported unless every line is valid.
      </p>
    </ManualStepDialog>
  );
}
