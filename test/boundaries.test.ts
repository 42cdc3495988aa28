import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '../src/commands/all.ts'

const root = join(import.meta.dirname, '..')
const sources = globSync('src/**/*.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'))
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** A room may import from the rooms to its left; files right below src/ are the last room. */
const rooms = [
  'lib',
  'replies',
  'papers',
  'store',
  'jobs',
  'sync',
  'language',
  'retrieval',
  'answering',
  'platform',
  'digests',
  'feeds',
  'mail',
  'adapters',
  'commands',
  'main',
]
/** What reads people's words knows of the rooms to its left only these. */
const knownToLanguage = new Set(['lib', 'papers', 'language'])
/** Adapters translate: of the rooms to their left they know only these. */
const knownToAdapters = new Set(['lib', 'replies', 'platform', 'adapters'])

const roomOf = (file: string) => {
  const folder = file.split('/')[1] ?? ''
  return rooms.includes(folder) ? folder : 'main'
}

/** Relative imports of a file, as paths from the root. */
function importsOf(file: string): readonly string[] {
  const specifiers = [...read(file).matchAll(/\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/g)]
  return specifiers.map(([, one, other]) =>
    normalize(join(dirname(file), one ?? other ?? '')).replaceAll('\\', '/'),
  )
}

describe('the rooms', () => {
  it('import only from rooms to their left', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((target) => rooms.indexOf(roomOf(target)) > rooms.indexOf(roomOf(file)))
        .map((target) => `${file} -> ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('let adapters know only what they translate between', () => {
    const wrong = sources
      .filter((file) => roomOf(file) === 'adapters')
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => !knownToAdapters.has(roomOf(target)))
          .concat(importsOf(file).filter((target) => foreignAdapter(file, target)))
          .map((target) => `${file} -> ${target}`),
      )
    expect(wrong).toEqual([])
  })

  it('read words without knowing what is stored', () => {
    const wrong = sources
      .filter((file) => roomOf(file) === 'language')
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => !knownToLanguage.has(roomOf(target)))
          .map((target) => `${file} -> ${target}`),
      )
    expect(wrong).toEqual([])
  })

  it('touch replies left of the platforms only in view.ts', () => {
    const wrong = sources
      .filter((file) =>
        ['papers', 'store', 'jobs', 'sync', 'language', 'retrieval', 'answering', 'digests'].includes(
          roomOf(file),
        ),
      )
      .filter(
        (file) =>
          !file.endsWith('/view.ts') && importsOf(file).some((target) => roomOf(target) === 'replies'),
      )
    expect(wrong).toEqual([])
  })

  it('let adapters know no command by its name', () => {
    // A page's marks are called `cite`, too.
    const names = commands.flatMap(({ name }) => (name === 'cite' ? [] : name)).join('|')
    // As a text of its own, at the beginning of one that is more than prose, or in a pattern.
    const named = new RegExp(`['"\`/]/?(?:${names})(?:['"\`]| (?:<|\\$\\{)|\\\\[sb])`)
    const known = sources
      .filter((file) => roomOf(file) === 'adapters')
      .flatMap((file) =>
        read(file)
          .split('\n')
          .filter((line) => !/^\s*(?:\*|\/\*|\/\/|import\b)/.test(line) && named.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      )
    expect(named.test("'ask'") && named.test('`ask <question>`') && named.test('/ask\\s+/')).toBe(true)
    expect(known).toEqual([])
  })

  it('have no circular imports', () => {
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]) => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
        return
      }
      if (done.has(file)) return
      for (const target of importsOf(file)) visit(target, [...path, file])
      done.add(file)
    }
    const done = new Set<string>()
    for (const file of sources) visit(file, [])
    expect(circles).toEqual([])
  })
})

describe('a line', () => {
  it('is read in one place', () => {
    const readers = sources.filter((file) => importsOf(file).includes('src/commands/route.ts'))
    expect(readers).toEqual(['src/commands/describe.ts'])
  })
})

describe('docs/architecture.md', () => {
  const page = read('docs/architecture.md')

  it('tells the rooms in their order', () => {
    const [, line = ''] = /^`(lib, .* main)`$/m.exec(page) ?? []
    expect(line.split(/ ← | \| |, /)).toEqual(rooms)
  })

  it('speaks only of files that there are', () => {
    const files = [...page.matchAll(/`((?:src|test)\/[^`]+)`/g)].map(([, file]) => file ?? '')
    expect(files.length).toBeGreaterThan(20)
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
  })
})

describe('the code', () => {
  it('keeps every file under 250 lines', () => {
    expect(sources.filter((file) => read(file).split('\n').length > 250)).toEqual([])
  })

  it('reads the environment only in the configuration and where it is handed over', () => {
    const readers = sources.filter((file) => /process\.env/.test(read(file)) && roomOf(file) !== 'main')
    expect(readers).toEqual([])
  })

  it('explains every setting in .env.example', () => {
    const settings = [...read('src/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
      ([, name]) => name ?? '',
    )
    const explained = read('.env.example')
    expect(settings.length).toBeGreaterThan(5)
    expect(settings.filter((name) => !new RegExp(`^# ${name}=`, 'm').test(explained))).toEqual([])
  })
})

function foreignAdapter(file: string, target: string): boolean {
  return roomOf(target) === 'adapters' && target.split('/')[2] !== file.split('/')[2]
}
