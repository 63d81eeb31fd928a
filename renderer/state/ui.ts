import { create } from 'zustand';
import type { DeliveryView } from '../../shared/contract/activity.ts';
import { readText, writeText } from '../lib/local-storage.ts';
import type { About } from './activity.ts';
import { SECTIONS, type Section } from './sections.ts';

/** The parts of the simulated world that the Simulator lists, one at a time. */
export const WORLD_TABS = ['actions', 'clicks', 'inquiries', 'catalogs', 'programs'] as const;
export type WorldTab = (typeof WORLD_TABS)[number];

/** What the Simulator is used for: steps by hand, running a scenario, watching deliveries over time. */
export const SIMULATOR_MODES = ['hand', 'run', 'watch'] as const;
export type SimulatorMode = (typeof SIMULATOR_MODES)[number];

/** One of the events of an action or inquiry, by its number from 1: a line of a ledger. */
export interface EventOf extends About {
  nth: number;
}

/** What is on screen. Selections are ids, so that they stay when rows move. */
export interface Ui {
  section: Section;
  captureId: number | null;
  mode: SimulatorMode;
  world: WorldTab;
  actionKey: number | null;
  clickKey: number | null;
  inquiryKey: number | null;
  catalogKey: number | null;
  /** The event whose deliveries are shown; null, or one of something else, for the latest. */
  event: EventOf | null;
  deliveryId: number | null;
  /** A delivery that was asked for and is to be among those that are watched, whatever these are. */
  wantedId: number | null;
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
  event: null,
  deliveryId: null,
  wantedId: null,
} as const;

export const useUi = create<Ui>()(() => ({
  section: sectionOfHash(),
  captureId: null,
  mode: SIMULATOR_MODES.find((mode) => mode === readText('simulator.mode')) ?? 'hand',
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
  openSimulator('run');
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

/** What the Simulator is used for from now on: remembered for the next visit. */
export function chooseMode(mode: SimulatorMode): void {
  useUi.setState({ mode });
  writeText('simulator.mode', mode);
}

/** Opens the Simulator in one of its modes. */
export function openSimulator(mode: SimulatorMode): void {
  chooseMode(mode);
  openSection('simulator');
}

/** Shows an action in the Simulator. */
export function openAction(actionKey: number): void {
  useUi.setState({ actionKey, world: 'actions' });
  openSimulator('hand');
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

export type DeliveryRef = Pick<DeliveryView, 'id' | 'subject' | 'subjectKey' | 'nth'>;

/** Marks a delivery, and what it is about, as chosen. */
export function selectDelivery(delivery: DeliveryRef): void {
  const { id, subject, subjectKey: key, nth } = delivery;
  useUi.setState({ deliveryId: id, event: { subject, key, nth }, ...choiceOf({ subject, key }) });
}

/** Shows a delivery in the Simulator: beside what it is about, else among all. */
export function openDelivery(delivery: DeliveryRef): void {
  selectDelivery(delivery);
  const about = delivery.subject === 'action' || delivery.subject === 'inquiry';
  if (!about) useUi.setState({ wantedId: delivery.id });
  openSimulator(about ? 'hand' : 'watch');
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
