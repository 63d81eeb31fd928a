import { type BrowserWindow, dialog } from 'electron';
import type { AddressQuestion } from '../engine/confirmed-addresses.ts';

const CANCEL = 0;
const ALLOW = 1;

/** Asks whether an endpoint may listen where other machines reach it. Escape, Enter and closing the dialog mean no. */
export async function askToBind(
  window: BrowserWindow,
  { workspace, endpoint, address }: AddressQuestion,
): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'Listen for other machines?',
    message: `The endpoint “${endpoint}” wants to listen on ${address}, where other machines can reach it.`,
    detail: `Whoever reaches this machine on its network can then send requests to the endpoint, and what they send is stored here.\n\nFrom ${workspace}. It applies now and whenever this workspace is open, until the endpoint asks for another address.`,
    buttons: ['Cancel', 'Listen there'],
    defaultId: CANCEL,
    cancelId: CANCEL,
    noLink: true,
  });
  return response === ALLOW;
}
