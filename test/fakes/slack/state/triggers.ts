import { Refusal } from '../refusal.ts'

/** How long a trigger id opens a view, in milliseconds, from the reference of interactivity. */
const triggerLife = 3000

export type Triggers = ReturnType<typeof createTriggers>

/** Trigger ids: each opens one view within 3 s. */
export function createTriggers() {
  const made = new Map<string, { at: number; used: boolean; user: string; from: string | undefined }>()
  return {
    /** @param from the modal in which it arose */
    create(user: string, from?: string): string {
      const id = `trigger.${made.size + 1}`
      made.set(id, { at: Date.now(), used: false, user, from })
      return id
    },
    /** Makes every trigger id given so far too old. */
    expireAll(): void {
      for (const trigger of made.values()) trigger.at = 0
    },
    /**
     * @returns whose it is, and the modal in which it arose
     * @param above for a view above another one, which takes a trigger from within a modal
     * @throws Refusal when the id is unknown, of another kind, old or used
     */
    use(id: string, above: boolean): { user: string; from: string | undefined } {
      const trigger = made.get(id)
      if (!trigger || (trigger.from !== undefined) !== above) throw new Refusal('invalid_trigger_id')
      if (Date.now() - trigger.at > triggerLife) throw new Refusal('expired_trigger_id')
      if (trigger.used) throw new Refusal('trigger_exchanged')
      trigger.used = true
      return trigger
    },
  }
}
