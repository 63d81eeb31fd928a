import { Textarea, TextInput } from '@mantine/core';
import type { EditedDraft } from '../../../../shared/receiver/replay/edited-draft.ts';

interface EditedFieldsProps {
  draft: EditedDraft;
  /** By the paths of the plan: "edited.target". */
  errors: Readonly<Record<string, string>>;
  /** Whether only the beginning of the body is here. */
  cut: boolean;
  onChange: (part: Partial<EditedDraft>) => void;
}

/** A captured request in fields: method, path and query, headers, body. */
export function EditedFields({ draft, errors, cut, onChange }: EditedFieldsProps) {
  const wrongHeader = Object.entries(errors).find(([path]) => path.startsWith('edited.headers'))?.[1];
  return (
    <>
      <div className="replay-line">
        <TextInput
          label="Method"
          className="replay-short"
          classNames={{ input: 'mono' }}
          value={draft.method}
          error={errors['edited.method']}
          onChange={(event) => onChange({ method: event.currentTarget.value })}
        />
        <TextInput
          label="Path and query"
          className="grow"
          classNames={{ input: 'mono' }}
          value={draft.target}
          error={errors['edited.target']}
          onChange={(event) => onChange({ target: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label="Headers"
        description="One a line. Those of the connection, such as Host and Content-Length, are written anew."
        classNames={{ input: 'mono' }}
        spellCheck={false}
        autosize
        minRows={3}
        maxRows={10}
        value={draft.headers}
        error={wrongHeader}
        onChange={(event) => onChange({ headers: event.currentTarget.value })}
      />
      {draft.body === null || cut ? (
        <p className="text-12 dimmed">
          {cut
            ? 'The body is too large to edit here and cannot be sent with other headers.'
            : 'The body is not UTF-8 text; it is sent byte for byte.'}
        </p>
      ) : (
        <Textarea
          label="Body"
          classNames={{ input: 'mono' }}
          spellCheck={false}
          autosize
          minRows={3}
          maxRows={12}
          value={draft.body}
          onChange={(event) => onChange({ body: event.currentTarget.value })}
        />
      )}
    </>
  );
}
