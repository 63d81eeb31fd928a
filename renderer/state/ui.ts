import { create } from 'zustand';

export const SECTIONS = ['receiver', 'templates', 'simulator'] as const;
export type Section = (typeof SECTIONS)[number];

/** What is on screen. Selections are ids, so that they stay when rows move. */
export interface Ui {
  section: Section;
  captureId: number | null;
  actionKey: number | null;
  deliveryId: number | null;
}

function sectionOfHash(): Section {
  const name = location.hash.replace(/^#\/?/, '');
  return SECTIONS.find((section) => section === name) ?? 'receiver';
}

export const useUi = create<Ui>()(() => ({
  section: sectionOfHash(),
  captureId: null,
  actionKey: null,
  deliveryId: null,
}));

window.addEventListener('hashchange', () => useUi.setState({ section: sectionOfHash() }));

/** Goes to a section; a reload stays there. */
export function openSection(section: Section): void {
  useUi.setState({ section });
  if (sectionOfHash() !== section || location.hash === '') location.hash = `/${section}`;
}

/** Shows a capture in the Receiver. */
export function openCapture(captureId: number): void {
  useUi.setState({ captureId });
  openSection('receiver');
}

/** Shows an action in the Simulator. */
export function openAction(actionKey: number): void {
  useUi.setState({ actionKey });
  openSection('simulator');
}

/** Shows a delivery, with its action, in the Simulator. */
export function openDelivery(deliveryId: number, actionKey?: number): void {
  useUi.setState({ deliveryId, ...(actionKey === undefined ? {} : { actionKey }) });
  openSection('simulator');
}

/** Marks rows as chosen without leaving the section. */
export function select(chosen: Partial<Omit<Ui, 'section'>>): void {
  useUi.setState(chosen);
}
