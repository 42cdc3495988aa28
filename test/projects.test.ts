import { globSync, readFileSync } from 'node:fs'
import { dirname, join, matchesGlob, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFiles } from './projects.ts'

const root = join(import.meta.dirname, '..')
const tests = globSync('test/**/*.test.ts', { cwd: root }).map(withSlashes)
const projects = Object.entries(projectFiles)

const matches = (file: string, globs: readonly string[]) => globs.some((glob) => matchesGlob(file, glob))
const projectsOf = (file: string) =>
  projects
    .filter(([, { include, exclude }]) => matches(file, include) && !matches(file, exclude))
    .map(([name]) => name)

/** What starts processes and servers, connects to them, or is one. */
const outside = new Set([
  ...['child_process', 'cluster', 'dgram', 'http', 'http2', 'https', 'net', 'tls', 'worker_threads'].map(
    (name) => `node:${name}`,
  ),
  ...['@slack/bolt', '@slack/socket-mode', '@slack/web-api', 'pg', 'undici', 'ws'],
  ...['@electric-sql/pglite', '@electric-sql/pglite/node-postgres'],
])

/** What a file loads when it is loaded itself; types are gone by then, and `import()` waits until it is called. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const statements = text.matchAll(/^(?:import|export) (?!type )(?:[^'";]*? from )?'([^']+)'/gm)
  return [...statements].map(([, from = '']) =>
    from.startsWith('.') ? withSlashes(normalize(join(dirname(file), from))) : from,
  )
}

/** The ways from a test to something outside of it, over files of `test/`. */
function waysOut(file: string, way: readonly string[] = [], seen = new Set<string>()): readonly string[] {
  if (seen.has(file)) return []
  seen.add(file)
  return importsOf(file).flatMap((target) => {
    if (outside.has(target)) return [[...way, file, target].join(' -> ')]
    return target.startsWith('test/') ? waysOut(target, [...way, file], seen) : []
  })
}

describe('the projects', () => {
  it('take each test once', () => {
    const taken = tests.map((file) => [file, projectsOf(file)] as const)
    expect(taken.filter(([, names]) => names.length !== 1)).toEqual([])
    expect(tests.length).toBeGreaterThan(200)
  })

  it('keep processes, servers and connections out of unit tests: *.contract.test.ts may have them', () => {
    const units = tests.filter((file) => projectsOf(file).includes('unit'))
    expect(units.flatMap((file) => waysOut(file))).toEqual([])
  })

  it('would see a way out', () => {
    expect(waysOut('test/adapters/slack/adapter.contract.test.ts')).toEqual(
      expect.arrayContaining([expect.stringMatching(/slack-bench\.ts -> .*fake-slack\.ts -> .*node:http$/)]),
    )
  })
})

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}
