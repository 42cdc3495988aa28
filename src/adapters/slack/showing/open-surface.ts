import { openMessageSurface } from './message-surface.ts'
import { openModalSurface } from './modal-surface.ts'
import { openPrivateSurface } from './private-surface.ts'
import { openSharedSurface } from './sharing.ts'
import type { Surface, Task, Tools } from './surface.ts'

/**
 * The surface for a piece of work, with whatever has to be there before the work begins: a message whose thread will
 * be the conversation, a modal while its trigger is valid.
 */
export function openSurface(task: Task, tools: Tools): Promise<Surface> {
  const { place } = task.work
  switch (place.kind) {
    case 'thread':
    case 'channel':
    case 'direct':
      return openMessageSurface(task, place, tools)
    case 'private':
      return Promise.resolve(openPrivateSurface(task, place, tools))
    case 'modal':
      return openModalSurface(task, place, tools)
    case 'shared':
      return Promise.resolve(openSharedSurface(task, place, tools))
  }
}
