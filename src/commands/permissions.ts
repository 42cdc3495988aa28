import { PaperboyError } from '../lib/errors.ts'
import type { Request } from '../platform/request.ts'
import type { Workspace } from '../store/workspace-papers.ts'
import type { Services } from './services.ts'

/** Whether somebody runs Paperboy: anyone at its machine, and the people in the setting `OPERATORS`. */
export const isOperator = (
  { who, where }: Pick<Request, 'who' | 'where'>,
  { operators }: Pick<Services, 'operators'>,
): boolean => where.platform === 'terminal' || operators.includes(who.id)

/** @throws PaperboyError for anybody else */
export function checkIsOperator(request: Request, services: Pick<Services, 'operators'>): void {
  if (isOperator(request, services)) return
  throw new PaperboyError(
    'Only the person who runs me can do that.',
    'Ask them to do it on the command line.',
  )
}

/**
 * The workspace that a person decides for.
 *
 * @throws PaperboyError where there is none, or the person may not
 */
export async function managedWorkspace(
  request: Request,
  services: Pick<Services, 'operators'>,
): Promise<Workspace> {
  const { where, managesWorkspace } = request
  if (where.workspace === undefined && where.platform !== 'terminal')
    throw new PaperboyError(
      'That is decided for a whole server, and this is not one of its channels.',
      'Say it in a channel of the server.',
    )
  if (isOperator(request, services) || (await managesWorkspace?.())) return where
  throw new PaperboyError(
    'You cannot decide what everybody here sees.',
    where.platform === 'slack'
      ? 'The admins of the workspace can.'
      : 'Members who may manage the channel can.',
  )
}

/** @throws PaperboyError that says who may add papers here */
export async function checkMayAdd(
  request: Request,
  services: Pick<Services, 'operators' | 'mayAdd'>,
): Promise<void> {
  const { where, isMember, managesWorkspace } = request
  const who = services.mayAdd ?? (where.platform === 'slack' ? 'members' : 'managers')
  if (where.platform === 'terminal' || (who !== 'nobody' && isOperator(request, services))) return
  if (who === 'members' && (await (isMember?.() ?? where.workspace !== undefined))) return
  if (who === 'managers' && (await managesWorkspace?.())) return
  const advice = {
    members: 'Members of this workspace can.',
    managers:
      where.workspace === undefined
        ? 'Those who manage a server that I am in can, in one of its channels.'
        : 'Those who manage this workspace can: ask one of them.',
    operators: 'The person who runs me can: ask them.',
    nobody: 'The person who runs me can, on the command line.',
  }
  throw new PaperboyError('You cannot add papers here.', advice[who])
}
