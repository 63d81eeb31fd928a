import { useMemo } from 'react';
import type { Capture } from '../../../shared/contract/captures.ts';
import { outcomeSentence } from '../../../shared/delivery/outcome.ts';
import { headerOf } from '../../../shared/http/headers.ts';
import { KeyValue } from '../../components/KeyValue.tsx';
import { markOfOutcome } from '../../components/marks.ts';
import { OutcomeMark } from '../../components/OutcomeMark.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import { fromBase64 } from '../../lib/bytes.ts';
import { clockTimeNear } from '../../lib/format.ts';
import { useDelivery } from '../../state/deliveries.ts';
import { useZone } from '../../state/workspace.ts';
import { BodyView } from './BodyView.tsx';
import { DetailSection } from './DetailSection.tsx';
import { HeadersSection } from './HeadersSection.tsx';

/** What the receiver responded, and what the sender made of it. */
export function ResponseTab({ capture }: { capture: Capture }) {
  const { response } = capture;
  // The same bytes each time, which the view of the body remembers by.
  const body = useMemo(() => fromBase64(response?.body ?? ''), [response]);
  const decoded = useMemo(
    () => (response?.decodedBody === undefined ? null : fromBase64(response.decodedBody)),
    [response],
  );
  const headers = response?.headers ?? [];
  return (
    <div className="scroll">
      <div className="receiver-body">
        <DetailSection title="Response sent">
          <KeyValue
            label="Response sent"
            rows={[
              {
                id: 'status',
                name: 'Status',
                value: <StatusChip status={capture.responseStatus} long none="no response" />,
              },
            ]}
          />
        </DetailSection>
        {response === null ? (
          <p className="receiver-note dimmed">No response could be sent. {capture.note}</p>
        ) : (
          <>
            <HeadersSection headers={headers} of="of the response" />
            <BodyView
              bytes={body}
              length={body.length}
              kept={body.length}
              contentType={headerOf(headers, 'content-type') ?? ''}
              encoding={headerOf(headers, 'content-encoding') ?? ''}
              decoded={decoded}
              onLoadAll={() => undefined}
            />
          </>
        )}
        <DetailSection title="Sender’s verdict">
          <Judgement capture={capture} />
        </DetailSection>
      </div>
    </div>
  );
}

function Judgement({ capture }: { capture: Capture }) {
  const { delivery, responseStatus } = capture;
  const known = useDelivery(delivery?.deliveryId ?? null);
  const zone = useZone();
  if (delivery === null) {
    return (
      <p className="receiver-note dimmed">Postbench did not send this request, so there is no verdict.</p>
    );
  }
  const attempt = known?.attempts.find(({ id }) => id === delivery.attemptId);
  const { mark, label } = markOfOutcome(delivery.outcome);
  const next =
    attempt === undefined || attempt.nextAt === null
      ? ''
      : ` Sent again at ${clockTimeNear(attempt.nextAt, zone, attempt.sentAt)}.`;
  const end = mark === 'delivered' ? ' No further attempt.' : next;
  return (
    <div className="hstack receiver-judged">
      <OutcomeMark mark={mark} label={label} />
      <span>
        <span className="medium">{label}.</span>{' '}
        <span className="dimmed">
          {outcomeSentence(delivery.outcome, attempt?.status ?? responseStatus)}
          {end}
        </span>
      </span>
    </div>
  );
}
