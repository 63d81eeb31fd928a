import { Button } from '@mantine/core';
import { DEFAULT_ENDPOINT, LOOPBACK } from '../../../../shared/receiver/endpoints/endpoint-name.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { KeyValue } from '../../../components/KeyValue.tsx';
import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import { count, counted } from '../../../lib/format.ts';
import { useEndpointsDialog } from '../../../state/endpoints-dialog.ts';
import { useEngine } from '../../../state/engine.ts';
import { BindQuestion } from './BindQuestion.tsx';
import { CertificateSection } from './CertificateSection.tsx';
import { removeEndpoint } from './endpoint-changes.ts';
import { accessWords, placeWords, stateWords } from './endpoint-words.ts';
import type { ListedEndpoint } from './useEndpoints.ts';

/** One endpoint: where it is, who may send to it, and what keeps it from listening. */
export function EndpointFacts({ endpoint: { view, settings, captures } }: { endpoint: ListedEndpoint }) {
  const canConfirm = useEngine((state) => state.view?.receiver.canConfirm ?? false);
  const { name, address, path, bind, tls, note, unconfirmed } = view;
  const url = address === '' ? '' : address + path;
  const rules = settings?.responses.length ?? 0;
  const isDefault = name === DEFAULT_ENDPOINT;
  return (
    <ScrollRegion label={`Endpoint ${name}`} className="endpoints-facts">
      <div className="hstack endpoints-head">
        <h2 className="text-14 strong ellipsis grow">{name}</h2>
        <Button
          size="xs"
          onClick={() => useEndpointsDialog.setState({ editing: 'selected', selected: name })}
        >
          Edit
        </Button>
        {isDefault ? null : (
          <Button size="xs" onClick={() => void removeEndpoint(name, rules)}>
            Remove
          </Button>
        )}
      </div>
      {unconfirmed ? <BindQuestion endpoint={name} address={bind} canConfirm={canConfirm} /> : null}
      {note === '' || unconfirmed ? null : <p className="endpoints-note text-warn">{note}</p>}
      <KeyValue
        label={`Endpoint ${name}`}
        rows={[
          {
            id: 'url',
            name: 'URL',
            value:
              url === '' ? (
                <span className="dimmed">none while it does not listen</span>
              ) : (
                <span className="hstack endpoints-value">
                  <span className="mono wrap-anywhere">{url}</span>
                  <CopyButton text={url} label={`Copy URL of ${name}`} />
                </span>
              ),
          },
          {
            id: 'template',
            name: 'In a postback',
            value: <span className="mono">{isDefault ? '/pb' : `endpoint:${name}/pb`}</span>,
          },
          { id: 'place', name: 'Place', value: placeWords(view, settings?.port) },
          { id: 'protocol', name: 'Protocol', value: tls ? 'HTTPS, self-signed certificate' : 'HTTP' },
          {
            id: 'bind',
            name: 'Listens on',
            value:
              bind === LOOPBACK
                ? '127.0.0.1: this machine only'
                : unconfirmed
                  ? `127.0.0.1, not yet ${bind}`
                  : bind,
          },
          { id: 'access', name: 'Who may send', value: accessWords(settings?.access) },
          {
            id: 'rules',
            name: 'Responses',
            value: rules === 0 ? 'No rules of its own' : `${counted(rules, 'rule')} in postbench.yaml`,
          },
          { id: 'captures', name: 'Captures', value: captures === undefined ? '' : count(captures) },
          { id: 'state', name: 'State', value: stateWords(view).text },
        ]}
      />
      {tls ? <CertificateSection url={url} /> : null}
    </ScrollRegion>
  );
}
