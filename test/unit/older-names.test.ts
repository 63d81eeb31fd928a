import { describe, expect, it } from 'vitest';
import { disorderSchema } from '../../shared/delivery/disorder.ts';
import { profileSchema } from '../../shared/delivery/profile.ts';
import { findProfile } from '../../shared/delivery/profiles/all.ts';
import { SAMPLE_WORLD } from '../../shared/domain/samples.ts';
import { workspaceSchema } from '../../shared/workspace/schema.ts';

const issues = (result: { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined }) =>
  result.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
const workspace = (sending: object) => {
  const world = JSON.parse(JSON.stringify(SAMPLE_WORLD)) as typeof SAMPLE_WORLD;
  const programs = world.programs.map((program) => ({
    ...program,
    eventTypes: program.eventTypes.map((type) => ({ ...type, payout: '1.00' })),
  }));
  return workspaceSchema.safeParse({ name: 'w', world: { ...world, programs }, sending });
};

describe('files that still use an older name', () => {
  it('say the same: timeouts of a workspace and of a profile, retries after late responses, lost responses', () => {
    expect(workspace({ answerTimeout: 500 }).data?.sending).toMatchObject({ responseTimeout: 500 });
    const { responseTimeout, ...input } = findProfile('appsflyer')!.input;
    expect(profileSchema.parse({ ...input, answerTimeout: responseTimeout })).toEqual(
      findProfile('appsflyer')!.profile,
    );
    expect(profileSchema.parse({ ...input, responseTimeout, retryOn: '5xx or late answer' })).toMatchObject({
      retryOn: '5xx or late response',
    });
    expect(disorderSchema.parse({ loseAnswer: '1 %' })).toMatchObject({ loseResponse: 0.01 });
  });

  it('are refused where both names are given, and where neither is and one is needed', () => {
    const both = 'is an older name of "responseTimeout"; keep one of them';
    expect(issues(workspace({ answerTimeout: 500, responseTimeout: 600 }))).toEqual([
      `sending.answerTimeout ${both}`,
    ]);
    const { responseTimeout, ...input } = findProfile('impact')!.input;
    expect(issues(profileSchema.safeParse({ ...input, responseTimeout, answerTimeout: '1 s' }))).toEqual([
      `answerTimeout ${both}`,
    ]);
    expect(issues(profileSchema.safeParse(input))).toEqual(['responseTimeout is missing']);
  });
});
