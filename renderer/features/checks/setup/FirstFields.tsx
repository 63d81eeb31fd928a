import { Select, Textarea, TextInput } from '@mantine/core';
import type { CheckSetup } from '../../../../shared/contract/checks.ts';
import { change, readSet, useSetup } from './setup-draft.ts';

/** What the receiver must know before it accepts an action: a click or user, registered or fixed. */
export function FirstFields({ setup }: { setup: CheckSetup | null }) {
  const { before, beforeMethod, set } = useSetup();
  const filled = before !== '' || set !== '';
  const register = setup?.config?.before;
  const command = register !== undefined && 'command' in register ? register.command : undefined;
  return (
    <details className="setup-first" open={filled || undefined}>
      <summary>What your receiver must know first</summary>
      <p className="text-12 dimmed setup-note">
        Many receivers accept an action only for a click or user that they know. Register one before each
        action, or fix values that they know; checks that vary a fixed value are skipped.
      </p>
      {command === undefined ? null : (
        <p className="text-12 dimmed setup-note">
          check.yaml registers each action with <span className="mono">{command}</span>. A URL here takes its
          place.
        </p>
      )}
      <div className="form">
        <div className="setup-url">
          <Select
            aria-label="Method of the registering request"
            data={['GET', 'POST']}
            value={beforeMethod}
            allowDeselect={false}
            onChange={(value) => change({ beforeMethod: value === 'POST' ? 'POST' : 'GET', tried: null })}
          />
          <TextInput
            className="grow"
            aria-label="URL that registers a click or user"
            placeholder="http://127.0.0.1:9000/click?sub={SubId1}"
            classNames={{ input: 'mono' }}
            spellCheck={false}
            value={before}
            onChange={(event) => change({ before: event.currentTarget.value, tried: null })}
          />
        </div>
        <Textarea
          label="Fixed values"
          description="One a line, by placeholder."
          placeholder="SubId1=user-1"
          classNames={{ input: 'mono' }}
          autosize
          minRows={1}
          maxRows={5}
          spellCheck={false}
          value={set}
          error={readSet(set) === null ? 'Each line is “Name=value”.' : null}
          onChange={(event) => change({ set: event.currentTarget.value, tried: null })}
        />
      </div>
    </details>
  );
}
