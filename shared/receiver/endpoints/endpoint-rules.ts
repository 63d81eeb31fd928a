import type { ResponseRule } from '../rules/rule-schema.ts';
import type { Endpoint } from './endpoint-schema.ts';

/** The response rules of a workspace's endpoints as one list, each limited to its endpoint. */
export function endpointRules(endpoints: readonly Endpoint[]): ResponseRule[] {
  return endpoints.flatMap(({ name, responses }) =>
    responses.map((rule) => ({ ...rule, when: { ...rule.when, endpoint: [name] } })),
  );
}
