import { create } from 'zustand';

export type SendingTab = 'profile' | 'what-if' | 'certificates';

interface Sending {
  /** Whether the dialog is open; it keeps its tab while it closes. */
  opened: boolean;
  tab: SendingTab;
}

export const useSending = create<Sending>()(() => ({ opened: false, tab: 'profile' }));

export function openSending(tab: SendingTab): void {
  useSending.setState({ opened: true, tab });
}

export function closeSending(): void {
  useSending.setState({ opened: false });
}
