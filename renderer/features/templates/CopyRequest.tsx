import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { curlCommand } from '../../../shared/template/copied/curl.ts';
import type { WireParts } from '../../../shared/template/wire-parts.ts';
import { IconCheck, IconCopy } from '../../components/icons.ts';
import { copyText } from '../../lib/clipboard.ts';
import { notify } from '../../state/notify.ts';

const SAID_MS = 1_500;
type Sendable = Extract<WireParts, { ok: true }>;

function asCurl({ request, url }: Sendable): string {
  return curlCommand({
    method: request.method,
    origin: url.origin,
    target: url.target,
    headers: request.headers,
    body: new TextEncoder().encode(request.body ?? ''),
  });
}

/** Copies the request of the preview: as it is on the wire, as a command, or a part of it. */
export function CopyRequest({ wire }: { wire: Sendable }) {
  const [copied, setCopied] = useState('');
  useEffect(() => {
    if (copied === '') return;
    const timer = setTimeout(() => setCopied(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (what: string, text: string) => {
    if (await copyText(text)) setCopied(`${what} copied`);
    else notify.say(`${what} could not be copied: clipboard access is blocked.`);
  };
  const { request, url, text } = wire;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip
            label={copied === '' ? 'Copy request' : copied}
            {...(copied === '' ? {} : { opened: true })}
          >
            <ActionIcon aria-label="Copy request" size="xs">
              {copied === '' ? <IconCopy size={15} stroke={1.5} /> : <IconCheck size={15} stroke={1.75} />}
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void copy('Request', text)}>Full request, as sent</Menu.Item>
          <Menu.Item onClick={() => void copy('Command', asCurl(wire))}>As a cURL command</Menu.Item>
          <Menu.Item onClick={() => void copy('URL', url.origin + url.target)}>URL only</Menu.Item>
          <Menu.Item
            disabled={request.body === null || request.body === ''}
            onClick={() => void copy('Body', request.body ?? '')}
          >
            Body only
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <span role="status" className="visually-hidden">
        {copied}
      </span>
    </>
  );
}
