import { Button, FileButton, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { LARGEST_IMPORT } from '../../../../shared/contract/limits.ts';
import type { CatalogView } from '../../../../shared/contract/world.ts';
import type { Stock } from '../../../../shared/domain/catalog-item.ts';
import { catalogItem, generatedItems } from '../../../../shared/domain/inputs.ts';
import { mebibytes } from '../../../../shared/domain/mebibytes.ts';
import { useSchemaForm } from '../../../components/useSchemaForm.ts';
import { count, counted } from '../../../lib/format.ts';
import { client } from '../../../state/connection.ts';
import { notify } from '../../../state/notify.ts';
import { ManualStepDialog } from '../ManualStepDialog.tsx';
import { AmountField } from '../MoneyFields.tsx';
import { runItemsStep } from '../manual-commands.ts';
import { numberOf } from '../money-field.ts';
import { StockSelect } from './StockSelect.tsx';
import { usePostbacksPerItem } from './stock-words.ts';

/** One more item. */
export function AddItemDialog({ catalog }: { catalog: CatalogView }) {
  const form = useSchemaForm({
    initialValues: { sku: '', name: '', price: '49.00', stock: 'InStock' as Stock, category: '' },
    schema: catalogItem,
  });
  const { values, good, getInputProps } = form;
  const send = () =>
    runItemsStep(
      (to) => client.world.addItem({ catalog: catalog.key, item: catalogItem.parse(values), ...to }),
      () => `Added ${values.sku} to ${catalog.name}.`,
    );
  return (
    <ManualStepDialog
      title={`Add an item to ${catalog.name}`}
      verb="Add item"
      good={good}
      trigger={{ event: 'item-changed', programId: catalog.program.id }}
      onSend={send}
    >
      <div className="form-fields">
        <TextInput data-autofocus label="SKU" classNames={{ input: 'mono' }} {...getInputProps('sku')} />
        <TextInput label="Name" {...getInputProps('name')} />
        <AmountField
          currency={catalog.program.currency}
          label={`Price, ${catalog.program.currency}`}
          value={values.price}
          onChange={(price) => form.setFieldValue('price', price)}
        />
        <StockSelect value={values.stock} onChange={(stock) => form.setFieldValue('stock', stock)} />
        <TextInput label="Category" placeholder="empty" {...getInputProps('category')} />
      </div>
    </ManualStepDialog>
  );
}

const generation = z.object({ count: generatedItems });

/** Many more items, made up from the seed. */
export function GenerateItemsDialog({ catalog }: { catalog: CatalogView }) {
  const { values, problems, good, setValues } = useSchemaForm({
    initialValues: { text: '100' },
    schema: generation,
    read: ({ text }) => ({ count: numberOf(text) }),
  });
  const number = numberOf(values.text);
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
      trigger={{ event: 'item-changed', programId: catalog.program.id }}
      onSend={send}
    >
      <TextInput
        data-autofocus
        label="Number of items"
        inputMode="numeric"
        classNames={{ input: 'money-input' }}
        value={values.text}
        error={problems.count}
        onChange={(event) => setValues({ text: event.currentTarget.value.trim() })}
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

/** Bytes of CSV that a text field can show without a wait. */
const MOST_SHOWN = 512 * 1024;

const EXAMPLE = 'sku,name,price,stock\nTENT-2,Two-person tent,120.00,InStock\n';

/** Items from a CSV file or pasted text; nothing is taken over unless all of it is right. */
export function ImportItemsDialog({ catalog }: { catalog: CatalogView }) {
  const [csv, setCsv] = useState('');
  const [file, setFile] = useState('');
  const size = useMemo(() => new Blob([csv]).size, [csv]);
  const isShown = size <= MOST_SHOWN;
  const tooLarge =
    size > LARGEST_IMPORT
      ? `This CSV has ${mebibytes(size)}. Up to ${mebibytes(LARGEST_IMPORT)} can be imported at once: split it.`
      : undefined;
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
      good={csv.trim() !== '' && tooLarge === undefined}
      size={640}
      trigger={{ event: 'item-changed', programId: catalog.program.id }}
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
        error={tooLarge}
        description="The header must include sku, name, and price. Optional: stock, originalPrice, category, description, manufacturer, url, imageUrl, gtin. At most 16 MiB."
        classNames={{ input: 'mono world-csv' }}
        rows={10}
        spellCheck={false}
        placeholder={
          isShown ? EXAMPLE : `${file}, ${mebibytes(size)}: too long to be shown, imported as it is.`
        }
        value={isShown ? csv : ''}
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
