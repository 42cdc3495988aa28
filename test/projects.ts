/** Which test files a project of Vitest runs, as globs from the root of the repository. */
export type ProjectFiles = { include: string[]; exclude: string[] }

/** What takes longer than a unit test may; the path of a file says to which of these it belongs. */
const slower = {
  /** Each side of a seam in this process: stores on every engine, adapters and the model client on their fakes. */
  contract: ['test/**/*.contract.test.ts'],
  /** The real process on loopback. */
  e2e: ['test/e2e/**/*.test.ts'],
  /** Answers held to the floors of their quality, and manners in a chat to theirs. */
  eval: ['test/eval/gate.test.ts', 'test/scenes/scenes.test.ts'],
  /** Kills, crowds, chaos, a year: what goes wrong rarely or in large numbers. */
  endurance: ['test/endurance/**/*.test.ts'],
}
type Slower = keyof typeof slower

/**
 * The tests by how they run. `unit` is every test that none of the others takes: it starts no process, no server and
 * no connection, so that all of them share one process and end within a minute.
 */
export const projectFiles: Readonly<Record<'unit' | Slower, ProjectFiles>> = {
  unit: { include: ['test/**/*.test.ts'], exclude: Object.values(slower).flat() },
  contract: { include: slower.contract, exclude: [] },
  e2e: { include: slower.e2e, exclude: [] },
  eval: { include: slower.eval, exclude: [] },
  endurance: { include: slower.endurance, exclude: [] },
}
