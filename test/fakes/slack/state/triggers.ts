import { Refusal } from '../refusal.ts'

/** How long a trigger id opens a view, in milliseconds, from the reference of interactivity. */
const triggerLife = 3000

export type Triggers = ReturnType<typeof createTriggers>

/** Trigger ids: each opens one view within 3 s. */
export function createTriggers() {
  const made = new Map<string, { at: number; used: boolean }>()
  return {
    create(): string {
      const id = `trigger.${made.size + 1}`
      made.set(id, { at: Date.now(), used: false })
      return id
    },
    /** Makes every trigger id given so far too old. */
    expireAll(): void {
      for (const trigger of made.values()) trigger.at = 0
    },
    /** @throws Refusal when the id is unknown, old or used */
    use(id: string): void {
      const trigger = made.get(id)
      if (!trigger) throw new Refusal('invalid_trigger_id')
      if (Date.now() - trigger.at > triggerLife) throw new Refusal('expired_trigger_id')
      if (trigger.used) throw new Refusal('trigger_exchanged')
      trigger.used = true
    },
  }
}
