import { type BrowserWindow, dialog } from 'electron';
import type { CommandQuestion } from '../engine/checks/confirmed-commands.ts';

const CANCEL = 0;
const ALLOW = 1;

/** Shows a command with its exact text, and asks whether it may run. Escape, Enter and closing the dialog mean no. */
export async function askToRun(window: BrowserWindow, { file, command }: CommandQuestion): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'Run a command?',
    message: 'This workspace wants to run a command to read your receiver’s records.',
    // Characters that cannot be seen are shown as escapes, so that nothing hides in it.
    detail: `${JSON.stringify(command).slice(1, -1)}\n\nFrom ${file}. It runs on this machine with your rights, now and whenever records are read, until its text changes.`,
    buttons: ['Cancel', 'Allow command'],
    defaultId: CANCEL,
    cancelId: CANCEL,
    noLink: true,
  });
  return response === ALLOW;
}
