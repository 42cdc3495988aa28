import type { Client } from '@modelcontextprotocol/client'
import { expect } from 'vitest'
import { z } from 'zod'

const Papers = z.object({
  papers: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })),
  next_offset: z.number().nullable(),
})
const Asked = z.object({
  kind: z.string(),
  sentences: z.array(
    z.object({ text: z.string(), cites: z.array(z.object({ paper: z.string(), sentence: z.string() })) }),
  ),
})
const Paper = z.object({ id: z.string(), title: z.string(), abstract: z.string() })

/** Everything an assistant can do with the shipped papers, through a client: the same on every way in. */
export async function useTools(client: Client): Promise<void> {
  const call = async (name: string, given: Record<string, unknown> = {}) =>
    client.callTool({ name, arguments: given })
  const facts = async (name: string, given: Record<string, unknown> = {}) =>
    (await call(name, given)).structuredContent
  const words = (result: Awaited<ReturnType<typeof call>>) =>
    result.content.map((block) => (block.type === 'text' ? block.text : '')).join('\n')

  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'search_papers',
      'get_paper',
      'ask_papers',
      'summarize_topic',
      'similar_papers',
      'papers_of_day',
    ]),
  )
  for (const tool of tools.filter(({ name }) => name !== 'add_paper')) {
    expect(tool.annotations).toMatchObject({ readOnlyHint: true })
    expect(tool.outputSchema).toMatchObject({ type: 'object' })
  }

  // Pages of a list follow each other without a gap.
  const all = Papers.parse(await facts('search_papers', { query: 'diffusion models', limit: 6 }))
  const first = Papers.parse(await facts('search_papers', { query: 'diffusion models', limit: 3 }))
  const second = Papers.parse(
    await facts('search_papers', { query: 'diffusion models', limit: 3, offset: first.next_offset }),
  )
  expect([...first.papers, ...second.papers]).toEqual(all.papers)
  expect(all.papers).toHaveLength(6)

  const [found] = Papers.parse(await facts('search_papers', { query: 'TAROT', limit: 1 })).papers
  const paper = Paper.parse(await facts('get_paper', { paper: found?.id }))
  expect(paper.title).toContain('TAROT')

  const asked = Asked.parse(await facts('ask_papers', { question: 'How does TAROT select data?' }))
  expect(asked.kind).toBe('answered')
  const cited = asked.sentences.flatMap(({ cites }) => cites)
  expect(cited.length).toBeGreaterThan(0)
  // What is cited stands in the paper that it is said to stand in.
  for (const { paper: id, sentence } of cited)
    expect(Paper.parse(await facts('get_paper', { paper: id })).abstract).toContain(sentence)

  const summary = z
    .object({ kind: z.literal('summarized'), themes: z.array(z.object({ name: z.string() })).min(1) })
    .parse(await facts('summarize_topic', { topic: 'click-through rate prediction' }))
  expect(summary.themes.length).toBeGreaterThan(0)

  const similar = Papers.parse(await facts('similar_papers', { paper: 'AutoInt', limit: 2 }))
  expect(similar.papers).toHaveLength(2)
  const day = Papers.extend({ day: z.string(), count: z.number() }).parse(
    await facts('papers_of_day', { date: '2025-03-13', limit: 2 }),
  )
  expect(day).toMatchObject({ day: '2025-03-13', next_offset: 2 })
  expect(day.count).toBeGreaterThan(2)

  const unknown = await call('get_paper', { paper: 'no such paper 2999.99999' })
  expect(unknown.isError).toBe(true)
  expect(words(unknown)).toContain('no such paper 2999.99999')
  const pointless = await call('similar_papers', { paper: '7' })
  expect(pointless.isError).toBe(true)
  expect(words(pointless)).toContain('“7”')
  const noDay = await call('papers_of_day', { date: '1999-01-01' })
  expect(noDay.isError).toBe(true)
  expect(words(noDay)).toContain('1 January 1999')
  // What begins like a command is a question all the same, and arguments that do not exist are refused.
  Asked.parse(await facts('ask_papers', { question: '/forget yes' }))
  expect((await call('search_papers', { query: 'x', sort: 'votes' })).isError).toBe(true)
  expect((await call('search_papers', { query: 'x', limit: 51 })).isError).toBe(true)
}
