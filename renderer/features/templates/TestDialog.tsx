import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { sampleValues } from '../../../shared/domain/samples.ts';
import { compilePostback, type Postback, renderPostback } from '../../../shared/template/postback.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { OutcomeMark } from '../../components/OutcomeMark.tsx';
import { useActivity } from '../../state/activity.ts';
import { client } from '../../state/connection.ts';
import { type ProblemText, problemOf } from '../../state/errors.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { AttemptView } from '../simulator/AttemptView.tsx';
import { DeliveryMark } from '../simulator/DeliveryMark.tsx';
import { Problem } from '../simulator/Problem.tsx';
import { useTemplates } from './store.ts';
import { useRenderSettings } from './useSample.ts';

const close = () => useTemplates.setState({ testing: null });

/** Tests a postback of the event level as the platform does: confirm the URL, start, see the result. */
export function TestDialog() {
  const file = useTemplates(({ testing }) => testing);
  const postback = useWorkspace(
    ({ view }) => view?.postbacks.find((candidate) => candidate.file === file)?.content ?? null,
  );
  if (file === null || postback === null) return null;
  return <Test key={file} file={file} postback={postback} />;
}

function Test({ file, postback }: { file: string; postback: Postback }) {
  const [deliveryId, setDeliveryId] = useState<number | null>(null);
  const [problem, setProblem] = useState<ProblemText | null>(null);
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    setProblem(null);
    setDeliveryId(null);
    try {
      setDeliveryId((await client.activity.test({ file })).deliveryId);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened
      onClose={close}
      title={`Test ${postback.name}`}
      size={720}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className="sm-form">
        <Url postback={postback} />
        {problem === null ? null : <Problem problem={problem} />}
        {deliveryId === null ? null : <Result deliveryId={deliveryId} />}
        <div className="sm-form-buttons">
          <Button onClick={close}>{deliveryId === null ? 'Cancel' : 'Close'}</Button>
          <Button
            variant="filled"
            data-autofocus
            data-testid="start-test"
            disabled={busy}
            onClick={() => void start()}
          >
            {deliveryId === null ? 'The URL is right, start' : 'Test again'}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** The URL with made-up values, to be confirmed. */
function Url({ postback }: { postback: Postback }) {
  const settings = useRenderSettings(postback.kind);
  const world = useWorkspace(({ view }) => view?.settings.world);
  const declared = useWorkspace(({ view }) => view?.settings.placeholders);
  const { url } = renderPostback(
    compilePostback(postback),
    sampleValues('tracked', world, declared),
    settings,
  );
  return (
    <div>
      <div className="row">
        <span className="mantine-InputWrapper-label">URL of a made-up tracked action</span>
        <span className="sp" />
        <CopyButton text={url} label="Copy URL" />
      </div>
      <p className="mono sm-wrap">
        {postback.method} {url}
      </p>
      <p className="t2 f12">Each test makes up values of its own.</p>
    </div>
  );
}

function Result({ deliveryId }: { deliveryId: number }) {
  const delivery = useActivity(({ deliveries }) => deliveries.get(deliveryId));
  const attempt = delivery?.attempts.at(-1);
  if (delivery === undefined || attempt === undefined) {
    return (
      <p className="row t2" role="status">
        <OutcomeMark mark="in-flight" label="" /> On its way.
      </p>
    );
  }
  return (
    <div className="tp-test-result" role="status" data-testid="test-result" data-outcome={delivery.state}>
      <p className="row">
        <DeliveryMark delivery={delivery} />
        <b className="b">
          {attempt.status === null ? 'No answer' : `Answered ${attempt.status}`}
          {delivery.state === 'delivered' ? ', which is accepted' : ''}
        </b>
      </p>
      <AttemptView attempt={attempt} />
    </div>
  );
}
