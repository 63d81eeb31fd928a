import { Select, TextInput } from '@mantine/core';
import type { WorkspaceView } from '../../../shared/contract/workspace.ts';
import type { WhatIfResponse } from '../../../shared/delivery/what-if.ts';
import type { Postback } from '../../../shared/template/postback.ts';
import { OTHER_STATUS, RESPONSES } from './response-choices.ts';

/** What is in the fields. */
export interface Supposed {
  /** File of the postback; null in a workspace without any. */
  file: string | null;
  /** A status, a way in which no answer comes, or OTHER_STATUS. */
  choice: string;
  status: string;
  body: string;
}

interface ResponseFieldsProps {
  view: WorkspaceView;
  supposed: Supposed;
  postback: Postback | null;
  /** Undefined while the typed status is none. */
  answer: WhatIfResponse | undefined;
  onChange: (part: Partial<Supposed>) => void;
}

/** Which postback is answered, and with what. */
export function ResponseFields({ view, supposed, postback, answer, onChange }: ResponseFieldsProps) {
  const { successResponse = '', errorResponse = '' } = postback ?? {};
  const judged = successResponse !== '' || errorResponse !== '';
  const answered = answer === undefined || 'status' in answer;
  const wrong = answer === undefined && supposed.status !== '';
  return (
    <div className="sending-fields">
      <Select
        label="Postback"
        className="sending-postback"
        allowDeselect={false}
        placeholder="No postback in this workspace"
        disabled={view.postbacks.length === 0}
        comboboxProps={{ shadow: 'sm' }}
        data={view.postbacks.map(({ file, content }) => ({
          value: file,
          label: content?.name ?? `${file} (invalid)`,
          disabled: content === null,
        }))}
        value={supposed.file}
        onChange={(file) => onChange({ file })}
      />
      <Select
        label="Response"
        className="sending-answer"
        data-testid="answer-select"
        allowDeselect={false}
        comboboxProps={{ shadow: 'sm' }}
        maxDropdownHeight={320}
        data={RESPONSES}
        value={supposed.choice}
        onChange={(choice) => onChange({ choice: choice ?? '204' })}
        data-autofocus
      />
      {supposed.choice === OTHER_STATUS ? (
        <TextInput
          label="Status"
          className="sending-status"
          inputMode="numeric"
          placeholder="418"
          value={supposed.status}
          error={wrong ? '200 to 599' : null}
          onChange={(event) => onChange({ status: event.currentTarget.value })}
        />
      ) : null}
      {judged && answered ? (
        <TextInput
          label="Body"
          className="sending-text"
          classNames={{ input: 'mono' }}
          spellCheck={false}
          value={supposed.body}
          onChange={(event) => onChange({ body: event.currentTarget.value })}
        />
      ) : null}
      {judged ? (
        <p className="text-12 dimmed sending-responses">
          {successResponse === '' ? null : (
            <span>
              Success response <span className="mono">{successResponse}</span>
            </span>
          )}
          {errorResponse === '' ? null : (
            <span>
              Error response <span className="mono">{errorResponse}</span>
            </span>
          )}
        </p>
      ) : null}
    </div>
  );
}
