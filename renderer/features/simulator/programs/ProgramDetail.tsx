import type { Program, World } from '../../../../shared/domain/program.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { KeyValue } from '../../../components/KeyValue.tsx';
import { Pane } from '../../../components/Pane.tsx';
import { counted } from '../../../lib/format.ts';
import { DetailPane } from '../DetailPane.tsx';
import { ruleText } from '../money-field.ts';
import { useWorld } from '../ProgramSelect.tsx';
import { useSelectedProgram } from './ProgramList.tsx';

/** The selected program with its event types, ads and catalogs, and the partner. */
export function ProgramDetail() {
  const world = useWorld();
  const program = useSelectedProgram();
  if (world === undefined || program === undefined) {
    return (
      <Pane label="Program">
        <EmptyState title="No workspace">Open one to see its programs.</EmptyState>
      </Pane>
    );
  }
  return (
    <DetailPane label="Program" title={program.name} id={program.id} copyId="Copy program id">
      <Terms program={program} />
      <EventTypes program={program} />
      <Links program={program} />
      <Partner world={world} />
    </DetailPane>
  );
}

function Terms({ program: { timeZone, currency, lockingDays, clearingDays } }: { program: Program }) {
  return (
    <>
      <div className="section-head">Terms</div>
      <KeyValue
        label="Terms"
        rows={[
          { id: 'zone', name: 'Time zone', value: timeZone },
          { id: 'currency', name: 'Currency', value: currency },
          { id: 'locks', name: 'Locks after', value: counted(lockingDays, 'day') },
          { id: 'clears', name: 'Clears after', value: counted(clearingDays, 'day') },
        ]}
      />
    </>
  );
}

function EventTypes({ program: { eventTypes, currency } }: { program: Program }) {
  return (
    <>
      <div className="section-head">Event types</div>
      <table className="world-items">
        <thead>
          <tr>
            <th>Name</th>
            <th>Id</th>
            <th>Type</th>
            <th className="world-figure">Payout</th>
          </tr>
        </thead>
        <tbody>
          {eventTypes.map((eventType) => (
            <tr key={eventType.id}>
              <td className="medium">{eventType.name}</td>
              <td className="mono dimmed">{eventType.id}</td>
              <td className="mono dimmed">{eventType.type}</td>
              <td className="world-figure">
                {ruleText(eventType)}
                {eventType.payout.type === 'fixed' ? `, ${currency}` : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Links({ program }: { program: Program }) {
  const { trackingDomain, landingPage, adId, ads, catalogs } = program;
  const own = { id: adId, name: ads.find(({ id }) => id === adId)?.name ?? 'the program’s own' };
  const others = ads.filter(({ id }) => id !== adId);
  return (
    <>
      <div className="section-head">Links and catalogs</div>
      <KeyValue
        label="Links and catalogs"
        rows={[
          { id: 'domain', name: 'Tracking domain', value: trackingDomain },
          { id: 'page', name: 'Landing page', value: landingPage },
          ...[own, ...others].map(({ id, name }) => ({ id: `ad ${id}`, name: `Ad ${id}`, value: name })),
          ...catalogs.map(({ id, name, items, generate }) => ({
            id: `catalog ${id}`,
            name: `Catalog ${id}`,
            value: `${name}: ${counted(items.length, 'item')} in the file${
              generate === 0 ? '' : `, ${counted(generate, 'item')} generated from the seed`
            }`,
          })),
        ]}
      />
    </>
  );
}

function Partner({ world: { partner } }: { world: World }) {
  return (
    <>
      <div className="section-head">You, the media partner</div>
      <KeyValue
        label="Media partner"
        rows={[
          { id: 'name', name: 'Name', value: partner.name },
          { id: 'id', name: 'Id', value: partner.id },
          { id: 'kind', name: 'Kind', value: partner.kind },
          ...partner.properties.map(({ id, name }) => ({ id, name: `Property ${id}`, value: name })),
        ]}
      />
    </>
  );
}
