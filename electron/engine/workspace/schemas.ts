import { join } from 'node:path';
import { messageOf, PostbenchError } from '../../../shared/errors.ts';
import { jsonSchemas, SCHEMA_FOLDER } from '../../../shared/workspace/json-schemas.ts';
import type { Problem } from '../../../shared/workspace/view.ts';
import { makeMissingFolders } from '../make-folder.ts';
import { replaceFile } from '../write-file.ts';
import { hasText } from './files.ts';
import { requireInside } from './inside-workspace.ts';

/**
 * Writes the JSON Schemas of this version into a workspace, where its files' "# yaml-language-server" comments find
 * them. A folder that cannot be written is used as it is: schemas only help editors. Throws PB_FILE_UNWRITABLE where they
 * would be written through a link out of the workspace.
 */
export function writeSchemas(workspace: string): void {
  const folder = join(workspace, SCHEMA_FOLDER);
  const schemas = Object.entries(jsonSchemas());
  for (const [name] of schemas) requireInside(workspace, join(folder, name));
  try {
    makeMissingFolders(folder);
    for (const [name, text] of schemas) {
      const path = join(folder, name);
      if (!hasText(path, text)) replaceFile(path, text);
    }
  } catch {
    // Used as it is, see above.
  }
}

/** What is wrong with the place of the schemas, which is said once and otherwise does no harm. */
export function schemaProblems(workspace: string): Problem[] {
  try {
    requireInside(workspace, join(workspace, SCHEMA_FOLDER));
    return [];
  } catch (error) {
    const remedy = error instanceof PostbenchError ? error.remedy : '';
    return [{ file: SCHEMA_FOLDER, line: null, column: null, message: messageOf(error), remedy }];
  }
}
