import { Button, Modal, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { type ImportedTemplate, readRequest, templateOf } from '../../../shared/template/import.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { type ProblemText, problemOf } from '../../state/errors.ts';

interface Props {
  kind: PostbackForm['kind'];
  opened: boolean;
  onClose: () => void;
  onEdit: (change: (form: PostbackForm) => PostbackForm) => void;
}

type Read = { made: ImportedTemplate } | { problem: ProblemText } | null;

function read(text: string, kind: PostbackForm['kind']): Read {
  if (text.trim() === '') return null;
  try {
    return { made: templateOf(readRequest(text), kind) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** The form with what was imported in place of its own request; name and settings stay. */
function withImport(form: PostbackForm, { method, url, headers, body }: ImportedTemplate): PostbackForm {
  return {
    ...form,
    method,
    url,
    headers: Object.entries(headers).map(([name, value], id) => ({ id, name, value })),
    body: body === undefined ? { ...form.body, on: false } : { on: true, ...body },
  };
}

/** Makes a template from a request that is pasted, and shows what was guessed before it is taken over. */
export function ImportDialog({ kind, opened, onClose, onEdit }: Props) {
  const [text, setText] = useState('');
  const result = useMemo(() => read(text, kind), [text, kind]);
  const made = result !== null && 'made' in result ? result.made : null;
  const use = () => {
    if (made === null) return;
    onEdit((form) => withImport(form, made));
    setText('');
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Import a request"
      size={720}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Textarea
        label="Request"
        description="A URL, a cURL command, or an entry of a HAR file"
        placeholder="curl 'https://example.com/pb?txid=1000.4636.158133&pay=12.00'"
        classNames={{ input: 'mono' }}
        minRows={5}
        maxRows={10}
        autosize
        data-autofocus
        value={text}
        error={
          result !== null && 'problem' in result ? `${result.problem.title} ${result.problem.remedy}` : null
        }
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {made === null ? null : <Outcome made={made} />}
      <div className="tp-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="filled" color="blue" disabled={made === null} onClick={use}>
          Use it
        </Button>
      </div>
    </Modal>
  );
}

function Outcome({ made: { method, url, body, guesses, notes } }: { made: ImportedTemplate }) {
  return (
    <section aria-label="What it becomes" className="tp-import">
      <p className="mono f12 tp-import-url">
        {method} {url}
      </p>
      {body === undefined ? null : <pre className="mono f12 tp-import-body">{body.template}</pre>}
      {guesses.length === 0 ? (
        <p className="t2">No value looks like one of a placeholder: type them in after “Use it”.</p>
      ) : (
        <>
          <p className="t2 f12">Guessed from keys and values; look at each:</p>
          <ul className="tp-guesses">
            {guesses.map(({ key, value, name }) => (
              <li key={`${key} ${name}`}>
                <span className="mono el">{key}</span>
                <span className="mono t2 el">{value === '' ? 'empty' : value}</span>
                <span className="mono ph">{`{${name}}`}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {notes.map((note) => (
        <p key={note} className="t2 f12">
          {note}
        </p>
      ))}
    </section>
  );
}
