import type { Check } from '../check.ts';
import { duplicateCreation } from './money/duplicate-creation.ts';
import { modificationReplaces } from './money/modification-replaces.ts';

/** All checks, in the order in which they are shown. */
export const CHECKS: readonly Check[] = [modificationReplaces, duplicateCreation];
