import { Button, TextInput } from '@mantine/core';
import { IconButton } from '../../../components/IconButton.tsx';
import { IconPlus, IconX } from '../../../components/icons.ts';
import { useMoney } from '../../../state/money-digits.ts';
import { tidyMoney } from '../money-field.ts';
import { type ItemLine, lineProblem, newLine } from './item-lines.ts';

interface ItemLinesProps {
  lines: readonly ItemLine[];
  currency: string;
  /** Existing lines are changed: SKUs stay, and 0 rejects one. */
  changing?: boolean;
  onChange: (lines: ItemLine[]) => void;
}

/** The lines of an order, one row each. */
export function ItemLines({ lines, currency, changing = false, onChange }: ItemLinesProps) {
  const money = useMoney();
  const edit = (id: number, part: Partial<ItemLine>) =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  return (
    <div className="world-lines" role="group" aria-label="Items">
      <div className="world-line text-12 medium">
        <span>SKU</span>
        <span className="align-right">Quantity</span>
        <span className="align-right">Amount, {currency}</span>
        <span />
      </div>
      {lines.map((line, index) => {
        const problem = lineProblem(line, lines, { currency, rule: money.rule, changing });
        const of = `item ${index + 1}`;
        return (
          <div key={line.id}>
            <div className="world-line">
              <TextInput
                aria-label={`SKU of ${of}`}
                classNames={{ input: 'mono' }}
                disabled={changing}
                value={line.sku}
                error={problem?.field === 'sku'}
                onChange={(event) => edit(line.id, { sku: event.currentTarget.value.trim() })}
              />
              <TextInput
                aria-label={`Quantity of ${of}`}
                inputMode="numeric"
                classNames={{ input: 'money-input' }}
                value={line.quantity}
                error={problem?.field === 'quantity'}
                onChange={(event) => edit(line.id, { quantity: event.currentTarget.value.trim() })}
              />
              <TextInput
                aria-label={`Amount of ${of}`}
                inputMode="decimal"
                classNames={{ input: 'money-input' }}
                value={line.amount}
                error={problem?.field === 'amount'}
                onChange={(event) => edit(line.id, { amount: event.currentTarget.value.trim() })}
                onBlur={() => edit(line.id, { amount: tidyMoney(line.amount, currency, money) })}
              />
              {changing ? (
                <span />
              ) : (
                <IconButton
                  label={`Remove ${of}`}
                  icon={<IconX size={14} stroke={1.5} />}
                  disabled={lines.length === 1}
                  onClick={() => onChange(lines.filter(({ id }) => id !== line.id))}
                />
              )}
            </div>
            {problem === undefined ? null : (
              <p className="text-bad text-12 world-line-problem" role="alert">
                {problem.text}
              </p>
            )}
          </div>
        );
      })}
      {changing ? (
        <p className="dimmed text-12">
          An amount or quantity of 0 rejects the item. A smaller quantity reduces its amount.
        </p>
      ) : (
        <Button
          size="xs"
          className="world-add-line"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...lines, newLine(lines)])}
        >
          Add item
        </Button>
      )}
    </div>
  );
}
