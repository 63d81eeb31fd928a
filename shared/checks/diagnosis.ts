import type { PlayedAction, PlayedStory } from './story.ts';

export type DiagnosisId = string;

export interface Diagnosis {
  id: DiagnosisId;
}

export function diagnosisOf(_story: PlayedStory, _action: PlayedAction): Diagnosis | undefined {
  return undefined;
}

export function diagnosisText(_id: DiagnosisId): { title: string; sentence: string } | undefined {
  return undefined;
}
