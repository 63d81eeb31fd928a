import './attempt.css';
import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import type { AttemptDetail, AttemptSummary } from '../../../shared/contract/activity.ts';
import { outcomeSentence } from '../../../shared/delivery/outcome.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { IconInbox } from '../../components/icons.ts';
import { KeyValue } from '../../components/KeyValue.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import { WireText } from '../../components/WireText.tsx';
import { fromBase64, wireText } from '../../lib/bytes.ts';
import { count } from '../../lib/format.ts';
import { type ProblemText, problemOf } from '../../lib/problem.ts';
import { allowHost } from '../../state/allowed-hosts.ts';
import { client } from '../../state/connection.ts';
import { openCapture } from '../../state/ui.ts';
import { NextAttempt, Timings } from './AttemptTimes.tsx';
import { CertificateCard } from './CertificateCard.tsx';
import { curlOfAttempt } from './curl-of-attempt.ts';

type Loaded = { detail: AttemptDetail } | { problem: ProblemText } | null;

/** One attempt with its bytes, read again when it has come to its end. */
function useAttempt({ id, outcome }: AttemptSummary): Loaded {
  const [loaded, setLoaded] = useState<Loaded>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another outcome means that there is more to read
  useEffect(() => {
    const abort = new AbortController();
    client.activity.attempt({ id }, { signal: abort.signal }).then(
      (detail) => setLoaded({ detail }),
      (error: unknown) => {
        if (!abort.signal.aborted) setLoaded({ problem: problemOf(error) });
      },
    );
    return () => abort.abort();
  }, [id, outcome]);
  return loaded;
}

/** What was sent and what came back, byte for byte. */
export function AttemptView({ attempt }: { attempt: AttemptSummary }) {
  const loaded = useAttempt(attempt);
  if (loaded === null) return <div className="attempt-view" aria-busy="true" />;
  if ('problem' in loaded) {
    return (
      <div className="attempt-view">
        <p className="text-bad">{loaded.problem.title}</p>
        <p className="dimmed">{loaded.problem.remedy}</p>
      </div>
    );
  }
  return <Loaded detail={loaded.detail} />;
}

function Loaded({ detail }: { detail: AttemptDetail }) {
  const { origin, request, response, captureId, outcome, status, number } = detail;
  // What the attempt's row says already is not said twice.
  const { certificate } = detail;
  const said = certificate !== null || detail.cause === outcomeSentence(outcome, status);
  const cause = said ? '' : detail.cause;
  const sent = useMemo(() => fromBase64(request), [request]);
  const text = useMemo(() => wireText(sent), [sent]);
  const host = URL.canParse(origin) ? new URL(origin).hostname : '';
  return (
    <div className="attempt-view">
      {cause === '' ? null : <p className="dimmed mono attempt-cause">{cause}</p>}
      {certificate === null ? null : <CertificateCard refused={certificate} deliveryId={detail.deliveryId} />}
      {outcome === 'not-allowed' && host !== '' ? (
        <Button size="xs" onClick={() => void allowHost(host)}>
          Allow {host} in this workspace
        </Button>
      ) : null}
      <div className="hstack">
        {captureId === null ? null : (
          <Button
            size="xs"
            leftSection={<IconInbox size={14} stroke={1.5} />}
            onClick={() => openCapture(captureId)}
          >
            Show in Receiver
          </Button>
        )}
        {sent.length === 0 ? null : (
          <CopyButton caption="Copy as cURL" label="Copy as cURL" text={() => curlOfAttempt(origin, sent)} />
        )}
      </div>
      <Timings timings={detail.timings} />
      <NextAttempt detail={detail} />
      <div className="section-head attempt-head">
        Request, attempt {number}
        <span className="count mono ellipsis">{origin}</span>
        <span className="spacer" />
        <span className="count">{count(sent.length)} B</span>
        <CopyButton text={text} label="Copy request" />
      </div>
      {sent.length === 0 ? (
        <p className="faint text-12 attempt-none">Nothing was sent.</p>
      ) : (
        <pre className="code-block code-wrap attempt-bytes">{text.replaceAll('\r\n', '\n')}</pre>
      )}
      <Response response={response} accepted={outcome === 'delivered'} />
    </div>
  );
}

function Response({ response, accepted }: { response: AttemptDetail['response']; accepted: boolean }) {
  const body = useMemo(() => (response === null ? '' : wireText(fromBase64(response.body))), [response]);
  if (response === null) {
    return (
      <>
        <div className="section-head">Response</div>
        <p className="faint text-12 attempt-none">No response.</p>
      </>
    );
  }
  const { status, headers, bodyLength } = response;
  const kept = fromBase64(response.body).length;
  return (
    <>
      <div className="section-head">
        Response <StatusChip status={status} accepted={accepted} long />
        <span className="spacer" />
        <span className="count">
          {kept < bodyLength ? `first ${count(kept)} of ${count(bodyLength)} B` : `${count(bodyLength)} B`}
        </span>
        <CopyButton text={body} label="Copy response body" />
      </div>
      <KeyValue
        label="Response headers"
        rows={headers.map(([name, value], id) => ({ id, name, value: <WireText text={value} /> }))}
      />
      {body === '' ? (
        <p className="faint text-12 attempt-none">Empty body.</p>
      ) : (
        <pre className="code-block code-wrap attempt-bytes">{body}</pre>
      )}
    </>
  );
}
