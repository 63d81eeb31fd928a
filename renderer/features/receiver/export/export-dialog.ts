import { create } from 'zustand';
import type { IdRange } from '../../../../shared/receiver/capture-ranges.ts';

/** The captures that are exported: what the query finds, as far as its number is in one of the ranges. */
export interface Exported {
  query: string;
  ranges: readonly IdRange[];
}

/** Which dialog is open, and for what. */
export const useExportDialog = create<{ exporting: Exported | null; importing: boolean }>()(() => ({
  exporting: null,
  importing: false,
}));

export const openExport = (exporting: Exported) => useExportDialog.setState({ exporting });
export const closeExport = () => useExportDialog.setState({ exporting: null });
export const openCaptureImport = () => useExportDialog.setState({ importing: true });
export const closeCaptureImport = () => useExportDialog.setState({ importing: false });

/** All that a query finds. */
export const ALL: readonly IdRange[] = [[0, Number.MAX_SAFE_INTEGER]];
