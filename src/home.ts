import { join } from 'node:path'
import envPaths from 'env-paths'

/** Where Paperboy looks for its settings and keeps its data, when nothing else is set. */
export type Home = {
  /** A file of settings, as `.env.example`. */
  settings: string
  /** The database file. */
  database: string
}

/**
 * In a checkout, where Node runs the sources, everything is in the folder that Paperboy is started in. Installed, it may be
 * started anywhere, even in another project, whose settings are none of its own: then it has a folder of its user's.
 *
 * @param program `import.meta.url` of any module of the program
 */
export function homeOf(program: string): Home {
  if (program.endsWith('.ts')) return { settings: '.env', database: './var/paperboy.sqlite' }
  const folder = envPaths('paperboy', { suffix: '' }).data
  return { settings: join(folder, '.env'), database: join(folder, 'paperboy.sqlite') }
}

/** Of this program. */
export const home = homeOf(import.meta.url)
