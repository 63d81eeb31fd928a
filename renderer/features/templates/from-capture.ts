import { openSection } from '../../state/ui.ts';
import { openImport } from './store.ts';

/** Goes to Templates and begins an import with a capture of the receiver. */
export function templateOfCapture(id: number): void {
  openImport(id);
  openSection('templates');
}
