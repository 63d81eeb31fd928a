import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { change, readHeaders, useSetup } from './setup-draft.ts';

/** The URL that shows one action, with method and headers. */
export function StateFields() {
  const { stateUrl, stateMethod, stateHeaders, stateBody } = useSetup();
  const [more, setMore] = useState(stateHeaders !== '' || stateBody !== '');
  return (
    <div className="form">
      <div className="setup-url">
        <Select
          aria-label="Method"
          data={['GET', 'POST']}
          value={stateMethod}
          allowDeselect={false}
          onChange={(value) => change({ stateMethod: value === 'POST' ? 'POST' : 'GET', tried: null })}
        />
        <TextInput
          className="grow"
          aria-label="URL that shows one action"
          placeholder="http://127.0.0.1:9000/state?id={ActionId}"
          classNames={{ input: 'mono' }}
          spellCheck={false}
          value={stateUrl}
          onChange={(event) => change({ stateUrl: event.currentTarget.value, tried: null })}
        />
        <Button aria-expanded={more} onClick={() => setMore(!more)}>
          Headers
        </Button>
      </div>
      {more ? (
        <Textarea
          label="Headers"
          description="One a line. Write a secret as {secret:NAME}."
          placeholder="Authorization: Bearer {secret:STATE_TOKEN}"
          classNames={{ input: 'mono' }}
          autosize
          minRows={1}
          maxRows={5}
          spellCheck={false}
          value={stateHeaders}
          error={readHeaders(stateHeaders) === null ? 'Each line is “Name: value”.' : null}
          onChange={(event) => change({ stateHeaders: event.currentTarget.value, tried: null })}
        />
      ) : null}
      {more && stateMethod === 'POST' ? (
        <Textarea
          label="Body"
          placeholder={'{"id": "{ActionId}"}'}
          classNames={{ input: 'mono' }}
          autosize
          minRows={1}
          maxRows={5}
          spellCheck={false}
          value={stateBody}
          onChange={(event) => change({ stateBody: event.currentTarget.value, tried: null })}
        />
      ) : null}
    </div>
  );
}
