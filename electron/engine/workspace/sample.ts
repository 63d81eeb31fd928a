import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFileSync } from 'atomically';
import lifeCycle from '../../../shared/examples/postbacks/acme-life-cycle.yaml?raw';
import settings from '../../../shared/examples/postbench.yaml?raw';
import purchaseReversal from '../../../shared/examples/purchase-reversal.yaml?raw';
import { WORKSPACE_FILE } from '../../../shared/workspace/schema.ts';

const FILES: Record<string, string> = {
  'postbacks/acme-life-cycle.yaml': lifeCycle,
  'purchase-reversal.yaml': purchaseReversal,
  // Last: a folder is a workspace once it has this file.
  [WORKSPACE_FILE]: settings,
};

/** The user's copy of the sample workspace in a data folder; made at the first start, never written again. */
export function sampleWorkspace(dataFolder: string): string {
  const folder = join(dataFolder, 'sample-workspace');
  if (existsSync(join(folder, WORKSPACE_FILE))) return folder;
  for (const [name, text] of Object.entries(FILES)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) writeFileSync(path, text);
  }
  return folder;
}
