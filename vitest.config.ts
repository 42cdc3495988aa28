import { defineConfig } from 'vitest/config'
import { projectFiles } from './test/projects.ts'

/** Most of what these tests do is to wait: for a rate, a process, a server. */
const waiting = { pool: 'forks', isolate: true, testTimeout: 60_000, hookTimeout: 60_000 } as const

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Tests meet only what they set: no key, token or proxy of the developer's machine.
    env: { LANGSMITH_TRACING: 'false' },
    globalSetup: ['test/fetch-weights.ts', 'test/fixtures/fill-shipped-store.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          ...projectFiles.unit,
          setupFiles: ['test/unit-setup.ts'],
          pool: 'threads',
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'contract',
          ...projectFiles.contract,
          ...waiting,
          // To load the adapters and their libraries takes longer than most of these tests.
          isolate: false,
          maxWorkers: 4,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          ...projectFiles.e2e,
          ...waiting,
          testTimeout: 150_000,
          // On a machine that builds other things meanwhile a process may miss its moment; twice is no accident.
          retry: 1,
          maxWorkers: 2,
          // Each test has a process of its own, and more than two a core only wait for each other.
          maxConcurrency: 2,
          sequence: { groupOrder: 3 },
        },
      },
      { test: { name: 'eval', ...projectFiles.eval, maxWorkers: 2, sequence: { groupOrder: 4 } } },
      {
        test: {
          name: 'endurance',
          ...projectFiles.endurance,
          ...waiting,
          retry: 1,
          // Each of these starts enough processes to keep the machine busy.
          maxWorkers: 1,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
})
