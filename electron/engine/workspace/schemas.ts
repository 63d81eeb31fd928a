import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileSync } from 'atomically';
import { jsonSchemas, SCHEMA_FOLDER } from '../../../shared/workspace/json-schemas.ts';

/**
 * Writes the JSON Schemas of this version into a workspace, where its files' "# yaml-language-server" comments find
 * them. A folder that cannot be written is used as it is: schemas only help editors.
 */
export function writeSchemas(workspace: string): void {
  try {
    const folder = join(workspace, SCHEMA_FOLDER);
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(jsonSchemas())) {
      const path = join(folder, name);
      if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
    }
  } catch {
    // Used as it is, see above.
  }
}
