import { Button } from '@mantine/core';
import { Chip } from '../../../components/Chip.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { IconPlus } from '../../../components/icons.ts';
import { count, counted } from '../../../lib/format.ts';
import { closeEndpoints, newEndpoint, useEndpointsDialog } from '../../../state/endpoints-dialog.ts';
import { EndpointFacts } from './EndpointFacts.tsx';
import { EndpointForm } from './EndpointForm.tsx';
import { placeWords, stateWords } from './endpoint-words.ts';
import { useEndpointCommands } from './useEndpointCommands.ts';
import { type ListedEndpoint, useEndpoints } from './useEndpoints.ts';
import './endpoints.css';

/** Where the receiver receives: its endpoints, how each is reached, and who may send to it. */
export function EndpointsDialog() {
  const opened = useEndpointsDialog((state) => state.opened);
  useEndpointCommands();
  return (
    <Dialog
      opened={opened}
      onClose={closeEndpoints}
      title="Endpoints"
      size={960}
      className="endpoints-dialog"
    >
      <Endpoints />
    </Dialog>
  );
}

function Endpoints() {
  const endpoints = useEndpoints();
  const { selected, editing } = useEndpointsDialog();
  const shown = endpoints.find(({ view }) => view.name === selected) ?? endpoints[0];
  if (shown === undefined) return null;
  const select = (name: string) => useEndpointsDialog.setState({ selected: name, editing: null });
  return (
    <div className="endpoints-panes">
      <nav className="endpoints-list" aria-label="Endpoints">
        <ul>
          {endpoints.map((endpoint) => (
            <li key={endpoint.view.name}>
              <EndpointItem
                endpoint={endpoint}
                current={editing !== 'new' && endpoint === shown}
                onSelect={() => select(endpoint.view.name)}
              />
            </li>
          ))}
        </ul>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} stroke={1.75} />}
          data-active={editing === 'new' || undefined}
          onClick={newEndpoint}
        >
          New endpoint
        </Button>
      </nav>
      {editing === null ? (
        <EndpointFacts key={shown.view.name} endpoint={shown} />
      ) : (
        <EndpointForm
          key={editing === 'new' ? '' : shown.view.name}
          endpoint={editing === 'new' ? null : shown}
        />
      )}
    </div>
  );
}

interface EndpointItemProps {
  endpoint: ListedEndpoint;
  current: boolean;
  onSelect: () => void;
}

function EndpointItem({ endpoint: { view, settings, captures }, current, onSelect }: EndpointItemProps) {
  const { text, tone } = stateWords(view);
  const place = placeWords(view, settings?.port);
  return (
    <button
      type="button"
      className="endpoints-item"
      aria-current={current}
      data-testid="endpoint"
      onClick={onSelect}
    >
      <span className="hstack">
        <span className="medium ellipsis grow">{view.name}</span>
        {tone === 'ok' ? (
          <span className="status-dot" role="img" aria-label={text} />
        ) : (
          <Chip tone={tone}>{text}</Chip>
        )}
      </span>
      <span className="hstack text-12">
        <span className="mono dimmed ellipsis grow">{place}</span>
        {view.tls ? <Chip tone="outline">HTTPS</Chip> : null}
        <span className="faint" title="Captures">
          <span aria-hidden="true">{captures === undefined ? '' : count(captures)}</span>
          <span className="visually-hidden">
            {captures === undefined ? '' : counted(captures, 'capture')}
          </span>
        </span>
      </span>
    </button>
  );
}
