import { z } from 'zod';
import { checkConfigSchema } from '../checks/config.ts';
import { profileSchema } from '../delivery/profile.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { postbackSchema } from '../template/postback.ts';
import { workspaceSchema } from './schema.ts';

/** Folder of a workspace that holds its JSON Schemas, for editors. */
export const SCHEMA_FOLDER = '.schemas';

const SCHEMAS = {
  workspace: workspaceSchema,
  postback: postbackSchema,
  scenario: scenarioSchema,
  profile: profileSchema,
  check: checkConfigSchema,
};

/**
 * JSON Schemas of all files of a workspace, by file name: for an editor's completion and checks.
 * They define what a file may hold, not how its values must fit together: that is checked when it is read.
 */
export function jsonSchemas(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const title = `Postbench: a ${name} file`;
      const { $schema, ...rest } = z.toJSONSchema(schema, {
        io: 'input',
        unrepresentable: 'any',
        override: ({ jsonSchema, path }) => {
          // A number without quotes is a text where one is wanted, as in `orderId: 1000`.
          const isText = jsonSchema.type === 'string' && path.at(-1) !== 'propertyNames';
          const { enum: words, const: word, pattern } = jsonSchema;
          if (isText && words === undefined && word === undefined && pattern === undefined)
            Object.assign(jsonSchema, { type: ['string', 'number'] });
        },
      });
      return [`${name}.json`, `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`];
    }),
  );
}
