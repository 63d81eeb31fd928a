import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MaskChoice } from '../../../../shared/receiver/share/found-values.ts';
import { SECRETS_RULE, SELECTED_RULE } from '../../../../shared/receiver/share/mask-rules.ts';
import { ProblemBox } from '../../../components/ProblemBox.tsx';
import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import { count, counted } from '../../../lib/format.ts';
import { useAsked } from '../../../state/asked.ts';
import { client } from '../../../state/connection.ts';
import './export.css';

interface MaskPreviewProps {
  query: string;
  ranges: [number, number][];
  choice: MaskChoice;
  onChoice: (choice: MaskChoice) => void;
}

/** What a share file would mask where, by rule and by value; each rule and each value can be left out. */
export function MaskPreview({ query, ranges, choice, onChoice }: MaskPreviewProps) {
  const [typed, setTyped] = useState('');
  const mask = { off: [...choice.off], keep: [...choice.keep], also: [...choice.also] };
  const asked = useAsked(JSON.stringify({ query, ranges, mask }), (signal) =>
    client.captures.sharePreview({ query, ranges, mask }, { signal }),
  );
  if (asked.state === 'failed') return <ProblemBox problem={asked.problem} />;
  if (asked.state === 'waiting') return <p className="dimmed text-12">Looking for what is private…</p>;
  const { rules, values, total, captures } = asked.value;
  const without = (list: readonly string[], one: string) => list.filter((other) => other !== one);
  const also = () => {
    onChoice({ ...choice, also: [...without(choice.also, typed), typed], keep: without(choice.keep, typed) });
    setTyped('');
  };
  return (
    <div className="form">
      <fieldset className="export-rules">
        <legend className="text-12 medium">Masked in {counted(captures, 'capture')}</legend>
        {rules
          .filter(({ id }) => id !== SELECTED_RULE)
          .map(({ id, title, description, on, values: many, places }) => (
            <Checkbox
              key={id}
              size="xs"
              label={`${title}: ${many === 0 ? (on ? 'none found' : 'not masked') : `${counted(many, 'value')} in ${counted(places, 'place')}`}`}
              title={description}
              checked={on}
              disabled={id === SECRETS_RULE}
              onChange={(event) =>
                onChoice({
                  ...choice,
                  off: event.currentTarget.checked ? without(choice.off, id) : [...choice.off, id],
                })
              }
            />
          ))}
      </fieldset>
      {values.length === 0 ? null : (
        <ScrollRegion label="Masked values" className="export-values">
          <ul>
            {values.map(({ placeholder, value, where, places, rule }) => (
              <li key={placeholder}>
                <span className="mono ellipsis" title={value}>
                  {value}
                </span>
                <span className="dimmed text-12 ellipsis" title={where.join(', ')}>
                  {where[0]}
                  {places > 1 ? `, ${count(places)} places` : ''}
                </span>
                {rule === SECRETS_RULE ? (
                  <span />
                ) : (
                  <Button
                    size="xs"
                    aria-label={`Keep ${value}`}
                    onClick={() =>
                      onChoice({
                        ...choice,
                        keep: rule === SELECTED_RULE ? choice.keep : [...choice.keep, value],
                        also: without(choice.also, value),
                      })
                    }
                  >
                    Keep
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </ScrollRegion>
      )}
      {total > values.length ? (
        <p className="dimmed text-12">{count(total - values.length)} more values are masked.</p>
      ) : null}
      {choice.keep.length === 0 ? null : (
        <div className="export-kept text-12">
          <span className="dimmed">Not masked:</span>
          {choice.keep.map((value) => (
            <Button
              key={value}
              size="xs"
              aria-label={`Mask ${value} again`}
              onClick={() => onChoice({ ...choice, keep: without(choice.keep, value) })}
            >
              {value} · mask again
            </Button>
          ))}
        </div>
      )}
      <div className="hstack">
        <TextInput
          className="grow"
          label="Mask another value"
          placeholder="As it stands in a request"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || typed.trim() === '') return;
            event.preventDefault();
            also();
          }}
        />
        <Button className="export-add" disabled={typed.trim() === ''} onClick={also}>
          Mask
        </Button>
      </div>
      <p className="dimmed text-12">
        Rules find what looks private, not everything that is. Look at the file before you pass it on.
      </p>
    </div>
  );
}
