import { Button, FileButton, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CatalogView } from '../../../../shared/contract/world.ts';
import { STOCK, type Stock } from '../../../../shared/domain/catalog-item.ts';
import { count, counted } from '../../../lib/format.ts';
import { client } from '../../../state/connection.ts';
import { notify } from '../../../state/notify.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { AmountField } from '../MoneyFields.tsx';
import { runItemsStep } from '../manual-commands.ts';
import { whyNotAmount } from '../money-field.ts';
import { STOCK_WORDS, usePostbacksPerItem } from './stock-words.ts';

/** One more item. */
export function AddItemDialog({ catalog }: { catalog: CatalogView }) {
  const [item, setItem] = useState({ sku: '', name: '', price: '49.00', category: '' });
  const [stock, setStock] = useState<Stock>('InStock');
  const good = item.sku !== '' && item.name !== '' && whyNotAmount(item.price) === undefined;
  const send = () =>
    runItemsStep(
      (to) => client.world.addItem({ catalog: catalog.key, item: { ...item, stock }, ...to }),
      () => `${item.sku} is in ${catalog.name}.`,
    );
  return (
    <ManualStepDialog title={`Add an item to ${catalog.name}`} verb="Add item" good={good} onSend={send}>
      <div className="form-fields">
        <TextInput
          data-autofocus
          label="SKU"
          classNames={{ input: 'mono' }}
          value={item.sku}
          onChange={(event) => setItem({ ...item, sku: event.currentTarget.value.trim() })}
        />
        <TextInput
          label="Name"
          value={item.name}
          onChange={(event) => setItem({ ...item, name: event.currentTarget.value })}
        />
        <AmountField
          label={`Price, ${catalog.program.currency}`}
          value={item.price}
          onChange={(price) => setItem({ ...item, price })}
        />
        <Select
          label="Stock"
          allowDeselect={false}
          data={STOCK.map((value) => ({ value, label: STOCK_WORDS[value].word }))}
          value={stock}
          onChange={(value) => value !== null && setStock(value as Stock)}
        />
        <TextInput
          label="Category"
          placeholder="empty"
          value={item.category}
          onChange={(event) => setItem({ ...item, category: event.currentTarget.value })}
        />
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
        label="How many"
        inputMode="numeric"
        classNames={{ input: 'money-input' }}
        value={text}
        error={good ? undefined : `needs a whole number from 1 to ${count(MOST_MADE)}`}
        onChange={(event) => setText(event.currentTarget.value.trim())}
      />
      <p className="text-12" role="status">
        {each === 0
          ? 'No postback of kind catalog is enabled: nothing is sent.'
          : good
            ? `Fires ${counted(number * each, 'postback')}: each added item is a change.`
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
        <span className="dimmed text-12">{file === '' ? 'or paste its text below.' : file}</span>
        <span className="spacer" />
        <Button size="xs" onClick={() => setCsv(EXAMPLE)}>
          Show an example
        </Button>
      </div>
      <Textarea
        data-autofocus
        label="CSV"
        description="A heading with sku, name and price; stock, originalPrice, category, description, manufacturer, url, imageUrl and gtin may follow."
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
        Each item that is added or changes fires its postbacks. Unless every line is right, nothing is taken
        over.
      </p>
    </ManualStepDialog>
  );
}
