import { Refusal } from '../refusal.ts'
import type { View } from '../validation/view.ts'

export type OpenView = View & { id: string; hash: string; user?: string }

export type ViewLog = ReturnType<typeof createViewLog>

/** Modals that were opened and Home tabs that were published, as they are now. */
export function createViewLog() {
  const views: OpenView[] = []
  const homes = new Map<string, OpenView>()
  let changes = 0
  const hash = () => `hash.${++changes}`

  return {
    /** Every modal, in the order of opening. */
    modals: views,
    /** The Home tab each person sees. */
    homes,
    open(view: View): OpenView {
      const opened = { ...view, id: `V${views.length + 1}`, hash: hash() }
      views.push(opened)
      return opened
    },
    publish(user: string, view: View, expected?: string): OpenView {
      const before = homes.get(user)
      if (before && expected !== undefined && before.hash !== expected) throw new Refusal('hash_conflict')
      const published = { ...view, id: before?.id ?? `VHOME${user}`, hash: hash(), user }
      homes.set(user, published)
      return published
    },
    update(view: View, wanted: { id?: string; externalId?: string; hash?: string }): OpenView {
      const before = views.find(
        (each) =>
          each.id === wanted.id ||
          (wanted.externalId !== undefined && each.external_id === wanted.externalId),
      )
      if (!before) throw new Refusal('not_found')
      if (wanted.hash !== undefined && wanted.hash !== before.hash) throw new Refusal('hash_conflict')
      const updated = { ...view, id: before.id, hash: hash() }
      views[views.indexOf(before)] = updated
      return updated
    },
  }
}
