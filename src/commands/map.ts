import { PaperboyError } from '../lib/errors.ts'
import { paragraph, reply } from '../replies/build.ts'
import type { Command } from './command.ts'
import { drawFound } from './map/draw-found.ts'
import { findMapPapers } from './map/find-papers.ts'
import { emptyMapReply, mapReply } from './map/page.ts'

/** Longer topics are documents, not topics. */
const longestTopic = 300

export const map: Command = {
  name: 'map',
  audience: 'everyone',
  mayUse: 'everyone',
  summary: 'Draw the papers as a picture, by theme; also on a topic or a time such as "this week"',
  options: [
    {
      name: 'topic',
      summary: 'what the papers are about, and a time if you like: "diffusion this week"',
      kind: 'topic',
      required: false,
    },
  ],
  examples: ['map', 'map feature interactions', 'map diffusion models in March 2025'],
  async *run({ rest, signal }, services) {
    if (rest.length > longestTopic)
      throw new PaperboyError(
        'This is too long for a topic.',
        `Name it in at most ${longestTopic} characters.`,
      )
    const found = await findMapPapers(rest, services)
    const [first] = found.papers
    if (!first) {
      const closest = found.topic === '' ? [] : (await services.search(found.topic, { limit: 3 })).papers
      const papers = closest.map(({ paper }) => paper)
      yield { reply: emptyMapReply(found, papers), papers: papers.map(({ id }) => id) }
      return
    }
    yield { reply: drawingReply(found.papers.length) }
    const drawn = await drawFound(found, services, signal)
    yield {
      reply: mapReply(found, drawn),
      papers: drawn.themes.flatMap(({ papers }) => papers.map(({ paper }) => paper.id)),
    }
  },
}

function drawingReply(papers: number) {
  const line = papers === 1 ? 'Drawing one paper…' : `Drawing ${papers} papers…`
  return reply({ summary: line, tone: 'working', blocks: [paragraph(line)] })
}
