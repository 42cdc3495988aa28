import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import { fromJson } from '../../validation/message.ts'
import { validateView } from '../../validation/view.ts'
import { id, type Method, method, type Platform } from './method.ts'

const view = fromJson(z.looseObject({ type: z.string() }))

/** `views.open`, `views.push`, `views.update` and `views.publish`. */
export function viewMethods({ views, triggers, workspace }: Platform): Record<string, Method> {
  const opening = (above: boolean) =>
    method(z.object({ trigger_id: id, view }), undefined, (given) => {
      const modal = validateView(given.view, 'modal')
      return { view: views.open(modal, triggers.use(given.trigger_id, above)) }
    })
  return {
    'views.open': opening(false),
    'views.push': opening(true),
    'views.update': method(
      z.object({ view, view_id: id.optional(), external_id: id.optional(), hash: id.optional() }),
      undefined,
      (given) => ({
        view: views.update(validateView(given.view, 'modal'), {
          ...(given.view_id && { id: given.view_id }),
          ...(given.external_id && { externalId: given.external_id }),
          ...(given.hash && { hash: given.hash }),
        }),
      }),
    ),
    'views.publish': method(
      z.object({ user_id: id, view, hash: id.optional() }),
      undefined,
      ({ user_id, view: home, hash }) => {
        if (!workspace.people.has(user_id)) throw new Refusal('user_not_found')
        return { view: views.publish(user_id, validateView(home, 'home'), hash) }
      },
    ),
  }
}
