import { fires } from '../../../../shared/delivery/fired-postbacks.ts';
import type { Stock } from '../../../../shared/domain/catalog-item.ts';
import type { Tone } from '../../../components/Chip.tsx';
import { useWorkspace } from '../../../state/workspace.ts';

export const STOCK_WORDS: Record<Stock, { word: string; tone: Tone }> = {
  InStock: { word: 'In stock', tone: 'ok' },
  OutOfStock: { word: 'Out of stock', tone: 'bad' },
  PreOrder: { word: 'Pre-order', tone: 'note' },
};

/** Number of items postbacks each changed item of a program fires. */
export function usePostbacksPerItem(programId: string): number {
  return useWorkspace(({ view }) => {
    if (view === null) return 0;
    const { approvalFires } = view.settings.sending;
    const event = { event: 'item-changed', programId } as const;
    return view.postbacks.filter(
      ({ content }) => content !== null && fires(event, content, { approvalFires }),
    ).length;
  });
}
