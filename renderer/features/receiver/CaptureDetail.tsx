import { Tabs } from '@mantine/core';
import { type Ref, useMemo, useState } from 'react';
import { fromBase64 } from '../../lib/bytes.ts';
import { useAsked } from '../../state/asked.ts';
import { client } from '../../state/connection.ts';
import { CaptureHead } from './CaptureHead.tsx';
import { CompareTab } from './CompareTab.tsx';
import { ExpectationTab } from './ExpectationTab.tsx';
import { RawTab } from './RawTab.tsx';
import { RequestTab } from './RequestTab.tsx';
import { ResponseTab } from './ResponseTab.tsx';
import { useCapture } from './useCapture.ts';
import './requests.css';

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
  const [held, setHeld] = useState({ id, postback: '' });
  const postback = held.id === id ? held.postback : '';
  // Asked again once the attempt has ended: what it sent is known then.
  const expected = useAsked(`${id} ${postback} ${capture?.delivery?.outcome ?? ''}`, (signal) =>
    client.captures.expectation({ id, ...(postback === '' ? {} : { postback }) }, { signal }),
  );
  if (capture === null) return null;
  const found = expected.state === 'here' ? (expected.value?.expectation ?? null) : null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc means "back" wherever the focus is in here.
    <div
      ref={root}
      className="pane receiver-detail"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onBack();
      }}
    >
      <CaptureHead capture={capture} expectation={found} />
      <Tabs defaultValue="request">
        <Tabs.List aria-label="Capture details">
          <Tabs.Tab value="request">Request</Tabs.Tab>
          <Tabs.Tab
            value="expectation"
            rightSection={
              found === null ? null : (
                <span className="count">
                  {found.arrived} of {found.expected}
                </span>
              )
            }
          >
            Expectation
          </Tabs.Tab>
          <Tabs.Tab
            value="response"
            rightSection={<span className="count">{capture.responseStatus ?? 'none'}</span>}
          >
            Response
          </Tabs.Tab>
          <Tabs.Tab value="raw">Raw</Tabs.Tab>
          <Tabs.Tab value="compare">Compare</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="request">
          <RequestTab capture={capture} body={body} onLoadAll={loadAll} />
        </Tabs.Panel>
        <Tabs.Panel value="expectation">
          <ExpectationTab
            capture={capture}
            asked={expected}
            postback={postback}
            onPostback={(file) => setHeld({ id, postback: file })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="response">
          <ResponseTab capture={capture} />
        </Tabs.Panel>
        <Tabs.Panel value="raw">
          <RawTab capture={capture} body={body} onLoadAll={loadAll} />
        </Tabs.Panel>
        <Tabs.Panel value="compare" keepMounted={false}>
          <CompareTab key={id} capture={capture} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
