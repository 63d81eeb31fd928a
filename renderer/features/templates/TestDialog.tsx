import { useMemo, useState } from 'react';
import { compilePostback, type Postback, renderPostback } from '../../../shared/template/postback.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { DeliveryMark } from '../../components/DeliveryMark.tsx';
import { Dialog, DialogForm } from '../../components/Dialog.tsx';
import { OutcomeMark } from '../../components/OutcomeMark.tsx';
import { client } from '../../state/connection.ts';
import { useDelivery } from '../../state/deliveries.ts';
import { useRenderSettings } from '../../state/render-settings.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { AttemptView } from '../attempt/index.ts';
import { useTemplatesView } from './templates-view.ts';
import { type SampleChoice, usePreviewSample } from './usePreviewSample.ts';

const NO_VALUES = {};
const close = () => useTemplatesView.setState({ testing: null });

/** Tests a postback of the event level as the platform does: confirm the URL, start, see the result. */
export function TestDialog() {
  const file = useTemplatesView(({ testing }) => testing);
  const postback = useWorkspace(
    ({ view }) => view?.postbacks.find((candidate) => candidate.file === file)?.content ?? null,
  );
  if (file === null || postback === null) return null;
  return <Test key={file} file={file} postback={postback} />;
}

function Test({ file, postback }: { file: string; postback: Postback }) {
  const [deliveryId, setDeliveryId] = useState<number | null>(null);
  const compiled = useMemo(() => compilePostback(postback), [postback]);
  const settings = useRenderSettings(postback.kind);
  const sample = usePreviewSample(compiled, settings);
  const values = sample.current?.values ?? NO_VALUES;
  const start = async () => {
    setDeliveryId(null);
    const { deliveryId: sent } = await client.activity.test({ file, values });
    setDeliveryId(sent);
    useTemplatesView.setState(({ tests }) => ({ tests: { ...tests, [file]: sent } }));
  };
  const tested = deliveryId !== null;
  return (
    <Dialog onClose={close} title={`Test ${postback.name}`} size={720}>
      <DialogForm
        autoFocus
        verb={tested ? 'Send again' : 'Send test'}
        cancel={tested ? 'Close' : 'Cancel'}
        onSubmit={start}
        onCancel={close}
      >
        <Url method={postback.method} url={renderPostback(compiled, values, settings).url} sample={sample} />
        {tested ? <TestResult deliveryId={deliveryId} /> : null}
      </DialogForm>
    </Dialog>
  );
}

/** The URL as it will be sent, to be confirmed. */
function Url({ method, url, sample }: { method: string; url: string; sample: SampleChoice }) {
  const { current, name } = sample;
  return (
    <div>
      <div className="hstack">
        <span className="mantine-InputWrapper-label">URL to be sent</span>
        <span className="spacer" />
        <CopyButton text={url} label="Copy URL" />
      </div>
      <p className="mono wrap-anywhere" data-testid="test-url">
        {method} {url}
      </p>
      <p className="dimmed text-12">
        {current === null
          ? 'The previews show no values, so none are sent. Select a sample there first.'
          : `Uses the values shown in the previews: ${name}, ${current.label}. Each test sends exactly these bytes.`}
      </p>
    </div>
  );
}

/** What became of a test. */
export function TestResult({ deliveryId }: { deliveryId: number }) {
  const delivery = useDelivery(deliveryId);
  const attempt = delivery?.attempts.at(-1);
  if (delivery === undefined || attempt === undefined) {
    return (
      <p className="hstack dimmed" role="status">
        <OutcomeMark mark="in-flight" label="" /> Sending…
      </p>
    );
  }
  return (
    <div
      className="templates-test-result"
      role="status"
      data-testid="test-result"
      data-outcome={delivery.state}
    >
      <p className="hstack">
        <DeliveryMark delivery={delivery} />
        <b className="medium">
          {attempt.status === null ? 'No response' : `Response ${attempt.status}`}
          {delivery.state === 'delivered' ? ', accepted' : ''}
        </b>
      </p>
      <AttemptView attempt={attempt} />
    </div>
  );
}
