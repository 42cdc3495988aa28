import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createJudge } from '../../src/answering/model/judge.ts'
import { createChatModel } from '../../src/answering/model/langchain.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { modelOf, verdictsBy } from '../fakes/scripted-model.ts'
import { gateClaims, readLabelledClaims } from './labelled-claims.ts'
import { arxivCollection } from './sets.ts'
import { withTemporaryFolder } from './temporary-folder.ts'
import { openTranscripts } from './transcripts.ts'

let server: FakeOpenAI | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const judgeAt = (url: string) =>
  createJudge(
    createChatModel({
      model: 'openai:test',
      settings: { OPENAI_BASE_URL: url, OPENAI_API_KEY: 'sk-secret-1' },
    }),
  )

describe('transcripts', () => {
  it('play back what a server answered, word for word, without the server and without its key', async () => {
    const rows = (await readLabelledClaims()).slice(0, 12)
    const papers = await arxivCollection.papers()
    await withTemporaryFolder(async (folder) => {
      const file = join(folder, 'record.jsonl')
      server = await startFakeOpenAI({
        otherwise: modelOf({ judge: verdictsBy((text) => (text.length % 2 === 0 ? 'supported' : 'partly')) }),
      })
      const recording = await openTranscripts(file, server.url)
      const first = await gateClaims(rows, papers, judgeAt(`${recording.url}/v1`))
      await recording.close()
      const asked = server.requests.length
      const replay = await openTranscripts(file)
      const second = await gateClaims(rows, papers, judgeAt(`${replay.url}/v1`))
      expect(second).toEqual(first)
      expect(replay.counts()).toEqual({ answered: asked, missing: 0 })
      await replay.close()
      expect(server.requests).toHaveLength(asked)
      expect(await readFile(file, 'utf8')).not.toContain('sk-secret')
    })
  })

  it('say that there is nothing to play back', async () => {
    await expect(openTranscripts('/nowhere/record.jsonl')).rejects.toThrow('There is no record')
  })
})
