import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/operation.md'), 'utf8')

/** The values of a line of the systemd unit that the page prints, as if this project lay where the page puts it. */
const inUnit = (name: string) =>
  (new RegExp(`^${name}=(.*)$`, 'm').exec(page)?.[1] ?? '').replaceAll('/opt/paperboy', root).split(' ')

it('the systemd unit starts the program on the Node that is installed without the tools of development', async () => {
  expect(Object.keys(manifest.dependencies)).toContain('node')
  const [program = '', ...words] = inUnit('ExecStart')
  const [cwd] = inUnit('WorkingDirectory')
  // Nothing on the path: no other Node can be what runs it.
  const { stdout } = await promisify(execFile)(program, [...words, '--version'], { cwd, env: {} })
  expect(stdout).toBe(`${manifest.version}\n`)
})
