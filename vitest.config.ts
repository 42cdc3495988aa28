import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/fetch-weights.ts',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Tests meet only what they set: no key, token or proxy of the developer's machine.
    env: { LANGSMITH_TRACING: 'false' },
  },
})
