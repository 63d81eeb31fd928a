import { create } from 'zustand';

/** The captures that are to be sent again, by their numbers, in the order in which they are sent; null while the dialog is closed. */
export const useReplayDialog = create<{ ids: readonly number[] | null }>()(() => ({ ids: null }));

/** Opens the dialog in which captures are sent again. */
export function openReplay(ids: readonly number[]): void {
  if (ids.length > 0) useReplayDialog.setState({ ids });
}

export function closeReplay(): void {
  useReplayDialog.setState({ ids: null });
}
