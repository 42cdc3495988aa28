import type { JobLog } from '../../src/store/jobs.ts'

export const never = (): Promise<never> => new Promise<never>(() => undefined)

/** The job log as a process sees it that can be killed or frozen: nothing that it asks for comes back. */
export function mortal(jobs: JobLog) {
  let isDead = false
  let frozen: PromiseWithResolvers<void> | undefined
  const log = new Proxy(jobs, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver)
      if (typeof method !== 'function') return method
      return async (...given: unknown[]) => {
        await frozen?.promise
        return isDead ? never() : Reflect.apply(method, target, given)
      }
    },
  })
  return {
    log,
    kill: () => {
      isDead = true
    },
    freeze: () => {
      frozen = Promise.withResolvers()
    },
    wake: () => frozen?.resolve(),
  }
}
