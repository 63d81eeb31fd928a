import { Tabs } from '@mantine/core';
import { type Ref, useMemo } from 'react';
import { fromBase64 } from '../../lib/bytes.ts';
import { CaptureHead } from './CaptureHead.tsx';
import { RawTab } from './RawTab.tsx';
import { RequestTab } from './RequestTab.tsx';
import { ResponseTab } from './ResponseTab.tsx';
import { useCapture } from './useCapture.ts';

interface CaptureDetailProps {
  id: number;
  root: Ref<HTMLDivElement>;
  /** Esc: back to the list. */
  onBack: () => void;
}

/** One capture in full. */
export function CaptureDetail({ id, root, onBack }: CaptureDetailProps) {
  const { capture, loadAll } = useCapture(id);
  const body = useMemo(() => fromBase64(capture?.body ?? ''), [capture?.body]);
  if (capture === null) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc means "back" wherever the focus is in here.
    <div
      ref={root}
      className="pane"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onBack();
      }}
    >
      <CaptureHead capture={capture} />
      <Tabs defaultValue="request">
        <Tabs.List aria-label="Capture details">
          <Tabs.Tab value="request">Request</Tabs.Tab>
          <Tabs.Tab
            value="response"
            rightSection={<span className="count">{capture.responseStatus ?? 'none'}</span>}
          >
            Response
          </Tabs.Tab>
          <Tabs.Tab value="raw">Raw</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="request">
          <RequestTab capture={capture} body={body} onLoadAll={loadAll} />
        </Tabs.Panel>
        <Tabs.Panel value="response">
          <ResponseTab capture={capture} />
        </Tabs.Panel>
        <Tabs.Panel value="raw">
          <RawTab capture={capture} body={body} onLoadAll={loadAll} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
