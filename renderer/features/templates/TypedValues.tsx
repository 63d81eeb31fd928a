import { Button, Menu, Textarea } from '@mantine/core';
import type { CompiledPostback } from '../../../shared/template/postback.ts';
import { occurrencesOf } from '../../../shared/template/trace.ts';
import { Dialog, DialogContent } from '../../components/Dialog.tsx';
import { IconChevronDown } from '../../components/icons.ts';
import { counted } from '../../lib/format.ts';
import { setTyping, type Typed, useIsTyping, useTyped } from './sample-choice.ts';
import { type SampleChoice, typedValue } from './usePreviewSample.ts';

/** Values that break receivers and unescaped templates; null for none at all. */
const ODD: readonly { label: string; value: string | null }[] = [
  { label: 'Quotes', value: `it's a "5\\" tent"` },
  { label: 'A line break', value: 'first line\nsecond line' },
  { label: 'An ampersand', value: 'Tents & more=1' },
  { label: 'A less-than', value: '<b>1 < 2</b>' },
  { label: 'An emoji', value: '⛺ für Zoë 👨‍👩‍👧' },
  { label: '300 characters', value: 'x'.repeat(300) },
  { label: 'Empty', value: '' },
  { label: 'Missing', value: null },
];

interface Props {
  compiled: CompiledPostback;
  sample: SampleChoice;
}

/** A value of one's own for each placeholder of the template. */
export function TypedValues({ compiled, sample }: Props) {
  const opened = useIsTyping();
  const [typed, setTyped] = useTyped();
  const names = [...new Set(occurrencesOf(compiled).map(({ name }) => name))];
  const set = (part: Typed) => setTyped({ ...typed, ...part });
  const isTyped = names.some((name) => Object.hasOwn(typed, name));
  return (
    <Dialog opened={opened} onClose={() => setTyping(false)} title="Typed values" size={640}>
      <DialogContent
        buttons={
          <div className="dialog-buttons">
            <OddMenu
              label="Edge case for all"
              caption="Fill all with…"
              onChoose={(value) => set(Object.fromEntries(names.map((name) => [name, value])))}
            />
            <span className="spacer" />
            <Button
              disabled={!isTyped}
              onClick={() =>
                setTyped(Object.fromEntries(Object.entries(typed).filter(([name]) => !names.includes(name))))
              }
            >
              Reset
            </Button>
            <Button variant="filled" onClick={() => setTyping(false)}>
              Done
            </Button>
          </div>
        }
      >
        <p className="dimmed text-12">
          Values for the {counted(names.length, 'placeholder')} in this template. They are stored in this
          browser for this workspace. Placeholders you leave alone use their documented example.
        </p>
        <div className="templates-typed" data-testid="typed-values">
          {names.map((name) => (
            <Row
              key={name}
              name={name}
              value={typedValue(typed, name, sample.registry)}
              own={Object.hasOwn(typed, name)}
              onChange={(value) => set({ [name]: value })}
            />
          ))}
          {names.length === 0 ? <p className="dimmed">This template has no placeholders.</p> : null}
        </div>
      </DialogContent>
    </Dialog>
  );
}

interface RowProps {
  name: string;
  value: string | null;
  own: boolean;
  onChange: (value: string | null) => void;
}

function Row({ name, value, own, onChange }: RowProps) {
  return (
    <>
      <span
        className={`mono ellipsis ${own ? 'medium' : 'dimmed'}`}
        title={own ? `{${name}}, typed` : `{${name}}, documented example`}
      >
        {name}
      </span>
      <Textarea
        aria-label={`Value of ${name}`}
        autosize
        minRows={1}
        maxRows={4}
        classNames={{ input: 'mono' }}
        placeholder={value === null ? 'missing' : 'empty'}
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <OddMenu label={`Edge case for ${name}`} caption="Odd" onChoose={onChange} />
    </>
  );
}

interface OddProps {
  label: string;
  caption: string;
  onChoose: (value: string | null) => void;
}

function OddMenu({ label, caption, onChoose }: OddProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button aria-label={label} rightSection={<IconChevronDown size={14} stroke={1.5} />}>
          {caption}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ODD.map((odd) => (
          <Menu.Item key={odd.label} onClick={() => onChoose(odd.value)}>
            {odd.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
