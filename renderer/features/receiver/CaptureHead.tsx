import { Button } from '@mantine/core';
import type { Capture } from '../../../shared/contract/captures.ts';
import { utf8OfLatin1 } from '../../../shared/http/body-text.ts';
import {
  type Expectation,
  expectationSentence,
  isAsSent,
} from '../../../shared/receiver/compare/expectation.ts';
import { splitTarget } from '../../../shared/template/url.ts';
import { Chip } from '../../components/Chip.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { IconAlertTriangle, IconCheck, IconTemplate, IconTerminal2 } from '../../components/icons.ts';
import { StatusChip } from '../../components/StatusChip.tsx';
import { useNarrow } from '../../components/useNarrow.ts';
import { fromBase64 } from '../../lib/bytes.ts';
import { bytes, clockTimeNear, duration, fullTime } from '../../lib/format.ts';
import { attempt } from '../../state/notify.ts';
import { openImport } from '../../state/ui.ts';
import { useZone } from '../../state/workspace.ts';
import { copyOf } from './capture-request.ts';
import { DeliveryLine } from './DeliveryLine.tsx';
import { STATE_WORDS } from './list/CaptureRow.tsx';
import { MarkButtons, MarkLine } from './marks/HeadMarks.tsx';
import { RuleLine } from './RuleLine.tsx';

/** Ms that the two clocks of a capture may be apart by rounding and the way over the socket. */
const SAME_MS = 1000;

interface CaptureHeadProps {
  capture: Capture;
  /** Null while it is not known, and where nothing is expected of it. */
  expectation: Expectation | null;
}

/** What arrived, how it was responded to, when, from where, and to which delivery it belongs. */
export function CaptureHead({ capture, expectation }: CaptureHeadProps) {
  const {
    method,
    target,
    state,
    responseStatus,
    tookUs,
    receivedAt,
    virtualAt,
    remote,
    note,
    delivery,
    rule,
  } = capture;
  const zone = useZone();
  const narrow = useNarrow();
  const { path } = splitTarget(utf8OfLatin1(target));
  const size = fromBase64(capture.head).length + capture.bodyLength;
  const arrived = receivedAt === null ? 'Real arrival not recorded' : fullTime(receivedAt, zone);
  // On a clock that runs with real time the two are the same.
  const onClock =
    receivedAt !== null && Math.abs(virtualAt - receivedAt) < SAME_MS
      ? ''
      : ` · ${clockTimeNear(virtualAt, zone, receivedAt ?? virtualAt)} on the simulator’s clock`;
  const line = `${arrived}${onClock} · ${bytes(size)} · from ${remote}`;
  return (
    <div className="receiver-detail-head">
      <div className="hstack">
        <h1 className="hstack grow">
          {method === '' ? (
            <span className="dimmed">Not HTTP</span>
          ) : (
            <span className="dimmed">{method}</span>
          )}
          <span className="mono medium text-14 ellipsis" title={path}>
            {path}
          </span>
          <StatusChip status={responseStatus} long={!narrow} none="no response" />
          {state === 'complete' ? null : (
            <Chip tone="warn" title={STATE_WORDS[state]}>
              {STATE_WORDS[state]}
            </Chip>
          )}
          <span className="dimmed text-12 nowrap">{duration(tookUs / 1000)}</span>
        </h1>
        <MarkButtons capture={capture} />
        {method === '' ? null : narrow ? (
          <IconButton
            label="Create postback"
            icon={<IconTemplate size={15} stroke={1.5} />}
            onClick={() => openImport(capture.id)}
          />
        ) : (
          <Button
            size="xs"
            leftSection={<IconTemplate size={14} stroke={1.5} />}
            title="Create a postback that sends this request"
            onClick={() => openImport(capture.id)}
          >
            Create postback
          </Button>
        )}
        {method === '' ? null : (
          <CopyButton
            text={() => attempt(() => copyOf(capture))}
            label="Copy as cURL"
            icon={<IconTerminal2 size={15} stroke={1.5} />}
          />
        )}
      </div>
      <div className="dimmed text-12 ellipsis" title={line}>
        {line}
      </div>
      <MarkLine capture={capture} />
      {note === '' ? null : <div className="text-warn text-12 wrap-anywhere">{note}</div>}
      {rule === null ? null : <RuleLine rule={rule} />}
      {delivery === null ? null : <DeliveryLine delivery={delivery} />}
      {expectation === null || expectation.expected === 0 ? null : <PointsLine expectation={expectation} />}
    </div>
  );
}

/** How many data points arrived, and what was made of them on the way. */
function PointsLine({ expectation }: { expectation: Expectation }) {
  const asSent = isAsSent(expectation);
  return (
    <div className="hstack receiver-delivery">
      {asSent ? (
        <IconCheck size={14} stroke={1.75} className="text-ok" aria-hidden="true" />
      ) : (
        <IconAlertTriangle size={14} stroke={1.75} className="text-warn" aria-hidden="true" />
      )}
      <span className="text-12 ellipsis">{expectationSentence(expectation)}</span>
    </div>
  );
}
