import { cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { freshFolder, runPaperboy } from './paperboy.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const optional = {
  anthropic: { ANTHROPIC_API_KEY: 'any' },
  google: { GOOGLE_API_KEY: 'any' },
  mistralai: { MISTRAL_API_KEY: 'any', CHAT_MODEL: 'mistral:any' },
  ollama: {},
}

let program: string

/** A copy of the program whose packages are those that every installation has. */
beforeAll(async () => {
  const copy = freshFolder()
  for (const part of ['src', 'prompts', 'package.json'])
    await cp(join(root, part), join(copy, part), { recursive: true })
  await symlink(join(root, 'data'), join(copy, 'data'))
  const from = join(root, 'node_modules')
  const to = join(copy, 'node_modules')
  await mkdir(join(to, '@langchain'), { recursive: true })
  for (const name of await readdir(from))
    if (name !== '@langchain' && !name.startsWith('.')) await symlink(join(from, name), join(to, name))
  for (const name of await readdir(join(from, '@langchain')))
    if (!Object.hasOwn(optional, name))
      await symlink(join(from, '@langchain', name), join(to, '@langchain', name))
  program = join(copy, 'src/main.ts')
})

describe('without the package of a provider', () => {
  it.each(Object.entries(optional))('of %s, the start says which one to install', async (name, settings) => {
    const { stdout, stderr, code } = await runPaperboy(['ask', 'What is TAROT?'], {
      folder: freshFolder(),
      program,
      settings: { CHAT_MODEL: `${name}:any`, ...settings },
    })
    expect(stderr).toContain('needs a package that is not installed')
    expect(stderr).toContain(`npm install @langchain/${name}`)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  it('answers are quoted where no model is set', async () => {
    const { stdout, code } = await runPaperboy(['ask', 'What is TAROT?'], { folder: freshFolder(), program })
    expect(stdout).toContain('optimal transport')
    expect(code).toBe(0)
  })
})
