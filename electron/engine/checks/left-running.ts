import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Times that processes are looked for: one may start another while they are listed. */
const ROUNDS = 5;
/** Real ms between two of them. */
const ROUND_MS = 10;

/**
 * Ends all processes that carry an entry in their environment, which children inherit wherever they go: also those that
 * left the process group, as a daemon does. Only Linux shows environments; elsewhere nothing is found.
 */
export async function endMarked(name: string, isMeant: (value: string) => boolean): Promise<void> {
  if (process.platform !== 'linux') return;
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = marked(name, isMeant);
    if (found.length === 0) return;
    for (const pid of found) kill(pid);
    await wait(ROUND_MS);
  }
}

function marked(name: string, isMeant: (value: string) => boolean): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && entry !== String(process.pid))
    .filter((pid) => {
      const entry = environmentOf(pid).find((one) => one.startsWith(`${name}=`));
      return entry !== undefined && isMeant(entry.slice(name.length + 1));
    })
    .map(Number);
}

/** Empty for a process of another user, and for one that has ended. */
function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
