import { Secrets } from '../engine/secrets.ts';
import { type CommandIo, defaultDataFolder } from './io.ts';

/** Says on stderr why secrets.json cannot be used, if it cannot: a command goes on without it. */
export function tellProblem({ problem }: Secrets, io: CommandIo): void {
  if (problem !== undefined) io.err(`${problem.code}: ${problem.message} ${problem.remedy}`);
}

/** The secrets of this machine, for a command without an engine. */
export function machineSecrets(dataFolder: string | undefined, io: CommandIo): Secrets {
  const folder = dataFolder ?? defaultDataFolder();
  const secrets = new Secrets({ folder, dataFolder: folder });
  tellProblem(secrets, io);
  return secrets;
}
