import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readLabelledClaims } from '../eval/labelled-claims.ts'
import { startFakeOpenAI } from '../fakes/openai-server.ts'
import { modelOf } from '../fakes/scripted-model.ts'
import { freshFolder } from './paperboy.ts'

const main = fileURLToPath(new URL('../eval/main.ts', import.meta.url))
const key = 'sk-eval-0123456789abcdef0123456789'

const paper = {
  title: 'Lanterns for deep-sea shrimp',
  abstract: 'We propose LUMEN, a lantern for shrimp. LUMEN attracts 91% more shrimp than a torch.',
}
const question = {
  id: 'q1',
  kind: 'fact',
  question: 'How many more shrimp does LUMEN attract?',
  papers: [paper.title],
  must_include: ['91%'],
  answerable: true,
}

/** Runs the evaluation as a person does, with nothing of this process's settings. */
async function evaluate(folder: string, words: readonly string[], settings: Record<string, string>) {
  const { PATH, PAPERBOY_TEST_MODELS } = process.env
  const child = spawn(process.execPath, [main, '--model', 'openai:gpt-5.4-nano', ...words], {
    cwd: folder,
    env: { PATH, HOME: folder, ...(PAPERBOY_TEST_MODELS && { PAPERBOY_TEST_MODELS }), ...settings },
  })
  const exit = new Promise((resolve) => child.once('close', resolve))
  const [code, stdout, stderr] = await Promise.all([exit, text(child.stdout), text(child.stderr)])
  return { code, stdout, stderr }
}

/** What is measured in seconds differs each time. */
const timeless = (report: string) => report.replace(/[\d.]+ s$|takes .*$/gm, '')

it('a model is evaluated against its server, recorded, and played back without it', async () => {
  const rows = await readLabelledClaims()
  const supported = new Map(rows.map(({ claim, supported }) => [claim, supported]))
  const server = await startFakeOpenAI({
    otherwise: modelOf({
      answer: (prompt) => {
        const [, id = ''] = /\[([\d.]+)\] LUMEN attracts/.exec(prompt) ?? []
        return {
          claims: [{ cites: [id], text: 'LUMEN attracts 91% more shrimp than a torch.' }],
          not_stated: [],
        }
      },
      // It lets every tenth false claim pass.
      judge: (claims) =>
        claims.map(({ label, text }) => {
          const isTrue = supported.get(text) ?? true
          const passes = isTrue || text.length % 10 === 0
          return { claim: label, verdict: passes ? 'supported' : 'unsupported', why: '' }
        }),
    }),
  })
  const folder = freshFolder()
  const file = (name: string) => join(folder, name)
  await writeFile(file('papers.jsonl'), JSON.stringify(paper))
  await writeFile(file('questions.jsonl'), JSON.stringify(question))
  const words = ['--questions', file('questions.jsonl'), '--papers', file('papers.jsonl')]
  const settings = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: key }
  const recorded = await evaluate(folder, [...words, '--record-model', file('record.jsonl')], settings)
  expect(recorded.stderr).not.toContain('rror')
  expect(recorded.code).toBe(0)
  const asked = server.requests.length
  await server.close()

  const [, dropped, shown] =
    /vetoes and openai:gpt-5\.4-nano: supported dropped ([\d.]+) %, others shown ([\d.]+) %/.exec(
      recorded.stdout,
    ) ?? []
  expect(Number(dropped)).toBeLessThanOrEqual(3)
  expect(Number(shown)).toBeGreaterThan(0)
  expect(Number(shown)).toBeLessThan(15)
  // 100 tokens in and 10 out a call, as the server counts, at $0.20 and $1.25 a million.
  const lines = [
    ...recorded.stdout.matchAll(/(\d+) calls for (\d+), (\d+) tokens in, (\d+) out, \$([\d.]+)/g),
  ]
  expect(lines).toHaveLength(2)
  for (const [, calls, things, input, output, dollars] of lines) {
    expect([Number(input), Number(output)]).toEqual([100 * Number(calls), 10 * Number(calls)])
    expect(Number(dollars)).toBeCloseTo((Number(input) * 0.2 + Number(output) * 1.25) / 1e6, 4)
    expect([rows.length, 1]).toContain(Number(things))
  }
  expect(lines.reduce((sum, [, calls]) => sum + Number(calls), 0)).toBe(asked)
  expect(recorded.stdout).toMatch(/fact +openai:gpt-5\.4-nano +1 /)
  expect(await readFile(file('record.jsonl'), 'utf8')).not.toContain(key)

  const replayed = await evaluate(folder, [...words, '--replay-model', file('record.jsonl')], {})
  expect(replayed.stdout).not.toContain('not on record')
  expect(timeless(replayed.stdout)).toBe(timeless(recorded.stdout))
  expect(replayed.code).toBe(0)
})
