import { Button } from '@mantine/core';
import type { Capture } from '../../../shared/contract/captures.ts';
import { splitTarget } from '../../../shared/template/url.ts';
import { Chip } from '../../components/Chip.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { IconTemplate, IconTerminal2 } from '../../components/icons.ts';
import { StatusChip } from '../../components/StatusChip.tsx';
import { fromBase64 } from '../../lib/bytes.ts';
import { bytes, duration, fullTime } from '../../lib/format.ts';
import { useReceiverAddress } from '../../state/engine.ts';
import { attempt } from '../../state/notify.ts';
import { openImport } from '../../state/ui.ts';
import { useZone } from '../../state/workspace.ts';
import { STATE_WORDS } from './CaptureRow.tsx';
import { curlOf } from './capture-request.ts';
import { DeliveryLine } from './DeliveryLine.tsx';

/** What arrived, how it was answered, when, from where, and to which delivery it belongs. */
export function CaptureHead({ capture }: { capture: Capture }) {
  const { method, target, state, answerStatus, tookUs, receivedAt, remote, note, delivery } = capture;
  const zone = useZone();
  const address = useReceiverAddress();
  const { path } = splitTarget(target);
  const size = fromBase64(capture.head).length + capture.bodyLength;
  const line = `${fullTime(receivedAt, zone)} · ${bytes(size)} · from ${remote}`;
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
          <StatusChip status={answerStatus} long none="no answer" />
          {state === 'complete' ? null : (
            <Chip tone="warn" title={STATE_WORDS[state]}>
              {STATE_WORDS[state]}
            </Chip>
          )}
          <span className="dimmed text-12 nowrap">{duration(tookUs / 1000)}</span>
        </h1>
        {method === '' ? null : (
          <Button
            size="xs"
            leftSection={<IconTemplate size={14} stroke={1.5} />}
            title="Makes a postback that would send this request"
            onClick={() => openImport(capture.id)}
          >
            Make a template of it
          </Button>
        )}
        {method === '' ? null : (
          <CopyButton
            text={() => attempt(() => curlOf(capture, address))}
            label="Copy as cURL"
            caption="Copy as cURL"
            icon={<IconTerminal2 size={14} stroke={1.5} />}
          />
        )}
      </div>
      <div className="dimmed text-12 ellipsis" title={line}>
        {line}
      </div>
      {note === '' ? null : <div className="text-warn text-12 wrap-anywhere">{note}</div>}
      {delivery === null ? null : <DeliveryLine delivery={delivery} />}
    </div>
  );
}
