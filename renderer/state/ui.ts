import { create } from 'zustand';
import type { DeliveryView } from '../../shared/contract/activity.ts';
import type { About } from './activity.ts';
import { SECTIONS, type Section } from './sections.ts';

/** The parts of the simulated world that the Simulator lists, one at a time. */
export const WORLD_TABS = ['actions', 'clicks', 'inquiries', 'catalogs', 'programs'] as const;
export type WorldTab = (typeof WORLD_TABS)[number];

/** What is on screen. Selections are ids, so that they stay when rows move. */
export interface Ui {
  section: Section;
  captureId: number | null;
  world: WorldTab;
  actionKey: number | null;
  clickKey: number | null;
  inquiryKey: number | null;
  catalogKey: number | null;
  deliveryId: number | null;
  /** The scenario that another section last asked the Simulator to show; null for none. */
  scenario: { file: string } | null;
  /** A request that is being imported into Templates: a capture's, or one to be given; null for none. */
  importing: { captureId: number | null } | null;
}

function sectionOfHash(): Section {
  const name = location.hash.replace(/^#\/?/, '');
  return SECTIONS.find((section) => section === name) ?? 'receiver';
}

/** What is chosen at first, and after everything was removed. */
export const NOTHING_SELECTED = {
  actionKey: null,
  clickKey: null,
  inquiryKey: null,
  catalogKey: null,
  deliveryId: null,
} as const;

export const useUi = create<Ui>()(() => ({
  section: sectionOfHash(),
  captureId: null,
  world: 'actions',
  importing: null,
  scenario: null,
  ...NOTHING_SELECTED,
}));

window.addEventListener('hashchange', () => useUi.setState({ section: sectionOfHash() }));

/** Goes to a section; a reload stays there. */
export function openSection(section: Section): void {
  useUi.setState({ section });
  if (sectionOfHash() !== section || location.hash === '') location.hash = `/${section}`;
}

/** Shows a scenario in the Simulator, ready to run. */
export function openScenario(file: string): void {
  useUi.setState({ scenario: { file } });
  openSection('simulator');
}

/** Shows a capture in the Receiver. */
export function openCapture(captureId: number): void {
  useUi.setState({ captureId });
  openSection('receiver');
}

/** Opens the import of a request in Templates, beginning with a capture where one is given. */
export function openImport(captureId: number | null = null): void {
  useUi.setState({ importing: { captureId } });
  openSection('templates');
}

export function closeImport(): void {
  useUi.setState({ importing: null });
}

/** Shows an action in the Simulator. */
export function openAction(actionKey: number): void {
  useUi.setState({ actionKey, world: 'actions' });
  openSection('simulator');
}

/** Choosing what a delivery is about: its action or inquiry, or the catalogs. */
function choiceOf({ subject, key }: About): Partial<Ui> {
  switch (subject) {
    case 'action':
      return { actionKey: key, world: 'actions' };
    case 'inquiry':
      return { inquiryKey: key, world: 'inquiries' };
    case 'item':
      return { world: 'catalogs' };
    case 'test':
      return {};
  }
}

/** Marks a delivery, and what it is about, as chosen. */
export function selectDelivery(delivery: Pick<DeliveryView, 'id' | 'subject' | 'subjectKey'>): void {
  const { id, subject, subjectKey } = delivery;
  useUi.setState({ deliveryId: id, ...choiceOf({ subject, key: subjectKey }) });
}

/** Shows a delivery, with what it is about, in the Simulator. */
export function openDelivery(delivery: Pick<DeliveryView, 'id' | 'subject' | 'subjectKey'>): void {
  selectDelivery(delivery);
  openSection('simulator');
}

/** The action or inquiry whose deliveries can be listed by themselves. */
export function selectedAbout({ world, actionKey, inquiryKey }: Ui): About | null {
  if (world === 'inquiries') return inquiryKey === null ? null : { subject: 'inquiry', key: inquiryKey };
  return actionKey === null ? null : { subject: 'action', key: actionKey };
}

/** Marks rows as chosen without leaving the section. */
export function select(chosen: Partial<Omit<Ui, 'section'>>): void {
  useUi.setState(chosen);
}
