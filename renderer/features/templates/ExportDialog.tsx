import { useMemo } from 'react';
import { isLocalUrl } from '../../../shared/receiver/endpoints/local-url.ts';
import { formFields, markdownOf } from '../../../shared/template/export.ts';
import { draftOf, type PostbackForm } from '../../../shared/template/postback-form.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Dialog, DialogContent } from '../../components/Dialog.tsx';
import { useWorkspace } from '../../state/workspace.ts';
import { usePostbacks, useShownPostback } from './usePostbacks.ts';

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** The texts to paste into the platform's form, field by field, and a summary to share. */
export function ExportDialog({ opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Values for the platform’s form" size={720}>
      <ShownTexts />
    </Dialog>
  );
}

/** Those of the postback on screen; made only while the dialog is open. */
function ShownTexts() {
  const form = useShownPostback(usePostbacks())?.form ?? null;
  return form === null ? null : <Texts form={form} />;
}

function Texts({ form }: { form: PostbackForm }) {
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const postback = useMemo(() => draftOf(form), [form]);
  return (
    <DialogContent
      buttons={
        <div className="dialog-buttons">
          <span className="dimmed text-12 grow">Markdown summary with the meaning of each placeholder</span>
          <CopyButton text={markdownOf(postback, declared)} label="Copy Markdown" caption="Copy Markdown" />
        </div>
      }
    >
      <p className="dimmed">
        Copy each value into the field with the same name. Leave fields that are not listed empty.
      </p>
      {isLocalUrl(form.url) ? (
        <p className="text-warn">
          This URL points to Postbench’s local receiver. Replace it with the public address of your own
          receiver before you copy it.
        </p>
      ) : null}
      <dl className="templates-export">
        {formFields(postback).map(({ label, text }) => (
          <div key={label}>
            <dt className="strong text-12">{label}</dt>
            <dd>
              <pre className="mono text-12">{text}</pre>
              <CopyButton text={text} label={`Copy ${label}`} />
            </dd>
          </div>
        ))}
      </dl>
    </DialogContent>
  );
}
