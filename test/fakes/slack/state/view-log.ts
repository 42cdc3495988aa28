import { Refusal } from '../refusal.ts'
import type { View } from '../validation/view.ts'

export type OpenView = View & { id: string; hash: string; user?: string; above?: string; closed?: true }

/** From the page on modals: three may stand above each other. */
const highest = 3

export type ViewLog = ReturnType<typeof createViewLog>

/** Modals that were opened and Home tabs that were published, as they are now. */
export function createViewLog() {
  const views: OpenView[] = []
  const homes = new Map<string, OpenView>()
  let changes = 0
  const hash = () => `hash.${++changes}`

  /** A modal and those below it. */
  const stackOf = (id: string): readonly OpenView[] => {
    const view = views.find((each) => each.id === id)
    return view ? [view, ...(view.above === undefined ? [] : stackOf(view.above))] : []
  }

  return {
    /** Every modal, in the order of opening. */
    modals: views,
    /** The Home tab each person sees. */
    homes,
    /** @throws Refusal when it would be the fourth of a stack */
    open(view: View, { user, from }: { user: string; from: string | undefined }): OpenView {
      if (from !== undefined && stackOf(from).length >= highest) throw new Refusal('push_limit_reached')
      const above = from === undefined ? {} : { above: from }
      const opened = { ...view, id: `V${views.length + 1}`, hash: hash(), user, ...above }
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
          !each.closed &&
          (each.id === wanted.id ||
            (wanted.externalId !== undefined && each.external_id === wanted.externalId)),
      )
      if (!before) throw new Refusal('not_found')
      if (wanted.hash !== undefined && wanted.hash !== before.hash) throw new Refusal('hash_conflict')
      const { user, above } = before
      const updated = { ...view, id: before.id, hash: hash(), ...(user && { user }), ...(above && { above }) }
      views[views.indexOf(before)] = updated
      return updated
    },
    /** The person closes a modal: it cannot be changed any more. */
    close(id: string): void {
      const index = views.findIndex((each) => each.id === id)
      const before = views[index]
      if (before) views[index] = { ...before, closed: true }
    },
    /** The modals a person has open, in the order of opening. */
    openFor: (user: string) => views.filter((view) => view.user === user && !view.closed),
  }
}
