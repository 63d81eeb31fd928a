import { create } from 'zustand';
import type { SubIds } from '../../../../shared/domain/link.ts';
import { NO_SUB_IDS } from '../SubIdFields.tsx';

interface Links {
  /** Which half of the detail is shown. */
  part: 'build' | 'click';
  /** A program's id; null for the first one. */
  program: string | null;
  ad: string;
  property: string;
  deepLink: string;
  subIds: SubIds;
  /** A link that was pasted, to be clicked. */
  pasted: string;
}

/** Lives outside the screen, so that a link that is being built survives another section. */
export const useLinks = create<Links>()(() => ({
  part: 'build',
  program: null,
  ad: '',
  property: '',
  deepLink: '',
  subIds: NO_SUB_IDS,
  pasted: '',
}));
