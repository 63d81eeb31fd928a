import { join } from 'node:path';
import { jsonSchemas, SCHEMA_FOLDER } from '../../../shared/workspace/json-schemas.ts';
import { makeMissingFolders } from '../make-folder.ts';
import { replaceFile } from '../write-file.ts';
import { hasText } from './files.ts';

/**
 * Writes the JSON Schemas of this version into a workspace, where its files' "# yaml-language-server" comments find
 * them. A folder that cannot be written is used as it is: schemas only help editors.
 */
export function writeSchemas(workspace: string): void {
  try {
    const folder = join(workspace, SCHEMA_FOLDER);
    makeMissingFolders(folder);
    for (const [name, text] of Object.entries(jsonSchemas())) {
      const path = join(folder, name);
      if (!hasText(path, text)) replaceFile(path, text);
    }
  } catch {
    // Used as it is, see above.
  }
}
