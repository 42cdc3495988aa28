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

describe('a setting of a provider that is missing or wrong is named at the start', () => {
  it.each<[string, Record<string, string>]>([
    ['OPENAI_API_KEY or OPENAI_BASE_URL', { CHAT_MODEL: 'openai:any' }],
    ['OPENAI_BASE_URL must be', { CHAT_MODEL: 'openai:any', OPENAI_BASE_URL: '127.0.0.1:8000' }],
    ['AZURE_OPENAI_API_KEY', { CHAT_MODEL: 'azure_openai:any', AZURE_OPENAI_ENDPOINT: 'http://127.0.0.1:9' }],
    ['AZURE_OPENAI_ENDPOINT', { CHAT_MODEL: 'azure_openai:any', AZURE_OPENAI_API_KEY: 'any' }],
    [
      'AZURE_OPENAI_API_VERSION must be',
      { CHAT_MODEL: 'azure_openai:any', AZURE_OPENAI_API_KEY: 'any', AZURE_OPENAI_API_VERSION: 'v2' },
    ],
    ['ANTHROPIC_API_KEY', { CHAT_MODEL: 'anthropic:any' }],
    [
      'ANTHROPIC_BASE_URL must be',
      { CHAT_MODEL: 'anthropic:any', ANTHROPIC_API_KEY: 'any', ANTHROPIC_BASE_URL: 'x' },
    ],
    ['GOOGLE_API_KEY', { CHAT_MODEL: 'google:any' }],
    ['GOOGLE_BASE_URL must be', { CHAT_MODEL: 'google:any', GOOGLE_API_KEY: 'any', GOOGLE_BASE_URL: 'x' }],
    ['MISTRAL_API_KEY', { CHAT_MODEL: 'mistral:any' }],
    [
      'MISTRAL_BASE_URL must be',
      { CHAT_MODEL: 'mistral:any', MISTRAL_API_KEY: 'any', MISTRAL_BASE_URL: 'x' },
    ],
    ['OLLAMA_BASE_URL must be', { CHAT_MODEL: 'ollama:any', OLLAMA_BASE_URL: 'localhost' }],
    ['ANTHROPIC_API_KEY', { OPENAI_API_KEY: 'any', JUDGE_MODEL: 'anthropic:any' }],
    ['CHAT_MODEL must be', { CHAT_MODEL: 'gpt-5.4-mini' }],
  ])('%s', async (words, settings) => {
    const { stdout, stderr, code } = await runPaperboy(['status'], { folder: freshFolder(), settings })
    expect(stderr.replace(/\s+/g, ' ')).toContain(words)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })
})
