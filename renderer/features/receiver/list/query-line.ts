import { create } from 'zustand';
import { type NewTerm, withTerm } from '../../../../shared/receiver/query/edit-query.ts';
import { readText, writeText } from '../../../lib/local-storage.ts';
import { useWorkspace } from '../../../state/workspace.ts';

/** Recent queries that are kept for each workspace. */
const RECENT = 20;

/** The query line as it is typed. It belongs to the open workspace, and outlives a reload. */
export const useQueryLine = create<{ text: string; folder: string | null }>()(() => ({
  text: '',
  folder: null,
}));

/** Queries that were used before the workspace was known. */
const early: string[] = [];

const folderNow = () => useWorkspace.getState().view?.folder ?? null;

/** Takes up the line of the workspace that is open now. */
function restore(): void {
  const folder = folderNow();
  const { folder: before, text } = useQueryLine.getState();
  if (folder === null || folder === before) return;
  useQueryLine.setState({ folder });
  for (const query of early.splice(0)) rememberQuery(query);
  // What was typed before the workspace was known is newer.
  if (before === null && text !== '') setQueryLine(text);
  else useQueryLine.setState({ text: readText(`receiver.query ${folder}`) ?? '' });
}
useWorkspace.subscribe(restore);
restore();

export function setQueryLine(text: string): void {
  useQueryLine.setState({ text });
  const { folder } = useQueryLine.getState();
  if (folder !== null) writeText(`receiver.query ${folder}`, text);
}

/** Writes one more term into the line: filters by a value, or excludes it. */
export function addToQuery(term: NewTerm): void {
  const line = withTerm(useQueryLine.getState().text, term);
  setQueryLine(line);
  rememberQuery(line);
}

/** The queries that were last used in the open workspace, the newest first. */
export function recentQueries(): string[] {
  try {
    const kept: unknown = JSON.parse(readText(`receiver.queries ${folderNow()}`) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

/** Keeps a query that was used, in front of the others. */
export function rememberQuery(text: string): void {
  const query = text.trim();
  if (query === '') return;
  if (folderNow() === null) {
    early.push(query);
    return;
  }
  const others = recentQueries().filter((one) => one !== query);
  writeText(`receiver.queries ${folderNow()}`, JSON.stringify([query, ...others].slice(0, RECENT)));
}
