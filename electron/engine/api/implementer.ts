import { type ImplementerInternalWithMiddlewares, implement, ORPCError, type Router } from '@orpc/server';
import { contract } from '../../../shared/contract/contract.ts';
import { messageOf, PostbenchError } from '../../../shared/errors.ts';
import { diskError } from '../disk-errors.ts';

/** Our own errors cross with their code, sentence and remedy; anything else is a defect and says so. */
function asContractError(thrown: unknown): unknown {
  if (thrown instanceof ORPCError) return thrown;
  const error = diskError(thrown) ?? thrown;
  if (error instanceof PostbenchError) {
    const { code, message, remedy, place } = error;
    return new ORPCError(code, { message, data: { remedy, place } });
  }
  const remedy = 'This is a bug in Postbench. Restart it; if it happens again, report it with this message.';
  return new ORPCError('PB_INTERNAL', { message: messageOf(error), data: { remedy }, cause: error });
}

type Contract = typeof contract;
type Context = Record<never, never>;

/** The implementation of one section of the contract. */
export type Section<Name extends keyof Contract> = Router<Contract[Name], Context>;

/** Everything that a section of the router needs to implement its part of the contract. */
export const os: ImplementerInternalWithMiddlewares<Contract, Context, Context> = implement(contract).use(
  async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw asContractError(error);
    }
  },
);

/** The error for a row that was cleared while a screen was still showing it. */
export function notThere(code: 'PB_ATTEMPT_UNKNOWN', what: string): PostbenchError {
  return new PostbenchError(code, `That ${what} no longer exists.`, {
    remedy: 'It was cleared. Select another one.',
  });
}
