import type { Paper } from '../../papers/paper.ts'
import { paperActions, paperCards } from '../../papers/view.ts'
import type { Output } from '../../platform/json-output.ts'
import { heading, hint, image, link, list, note, paragraph, reply, run } from '../../replies/build.ts'
import type { Image, Reply } from '../../replies/reply.ts'
import { paperData } from '../json-data.ts'
import type { DrawnMap } from './draw.ts'
import type { MapPapers } from './find-papers.ts'

/** What a map is called: above the picture and in its message. */
export function mapTitle({ topic, period, papers, fitting }: MapPapers): string {
  const about = [topic === '' ? '' : ` on ${topic}`, period ? ` ${period.words}` : ''].join('')
  if (papers.length === 1 && fitting === 1) return `One paper${about}`
  const of = fitting > papers.length ? ` of ${fitting.toLocaleString('en')}` : ''
  return `${papers.length}${of} papers${about}`
}

/** A map as a page: the picture, and the same in words for those who do not see it. */
export function mapReply(found: MapPapers, drawn: DrawnMap): Reply {
  const title = mapTitle(found)
  const papers = papersOf(drawn)
  const lines = themesInWords(drawn)
  const topic = topicOf(found)
  return reply({
    summary: `A map of ${title.replace(/^One/, 'one')}`,
    tone: 'answer',
    blocks: [
      paragraph(title),
      image(mapPicture(found, drawn)),
      list(lines),
      heading(papers.length === 1 ? 'Paper' : 'Papers'),
      list(
        papers.map((paper) => [link(paper.title, paper.url)]),
        { ordered: true },
      ),
      note('The closer together two papers are, the more alike they are. Directions have no meaning.'),
    ],
    actions: [
      ...(topic === undefined ? [] : [run('Summarize', `summarize ${topic}`)]),
      ...paperActions('show', papers.slice(0, 2)),
    ],
    data: mapData(found, drawn),
  })
}

/** The picture itself, with its themes in words for those who do not see it. */
export function mapPicture(found: MapPapers, drawn: DrawnMap): Image {
  const { png, width, height } = drawn
  const title = mapTitle(found).replace(/^One/, 'one')
  const lines = themesInWords(drawn)
  const told = lines.length > 0 ? `Themes: ${lines.join('; ')}.` : titles(papersOf(drawn))
  const name = `map ${topicOf(found) ?? 'of papers'}`
  return { png, width, height, name, alt: `Map of ${title}. ${told}` }
}

const papersOf = ({ themes }: DrawnMap): readonly Paper[] =>
  themes.flatMap((theme) => theme.papers.map(({ paper }) => paper))
const topicOf = ({ topic, period }: MapPapers): string | undefined => (topic === '' ? period?.words : topic)

/** Each theme with the numbers of its papers; none where the papers were not sorted. */
function themesInWords({ themes }: DrawnMap): readonly string[] {
  let last = 0
  return themes.flatMap(({ name, papers }) => {
    const first = last + 1
    last += papers.length
    if (name === '') return []
    return [`${name} (${papers.length === 1 ? `paper ${first}` : `papers ${first}–${last}`})`]
  })
}

const titles = (papers: readonly Paper[]) =>
  papers.map(({ title }, index) => `${index + 1} ${title}`).join('; ')

/** The same for scripts: positions from 0 to 1, from the upper left corner. */
function mapData({ topic, period, fitting }: MapPapers, { themes, width, height }: DrawnMap): Output<'map'> {
  return {
    topic,
    kind: 'mapped',
    ...(period && { period: { from: period.from, to: period.to } }),
    fitting,
    picture: { width, height },
    themes: themes.map(({ name, papers }) => ({
      name,
      papers: papers.map(({ paper, at }) => ({ ...paperData(paper), x: at.x, y: at.y })),
    })),
  }
}

/** Where there is nothing to draw. */
export function emptyMapReply({ topic, period }: MapPapers, closest: readonly Paper[]): Reply {
  const when = period ? ` from that time (${period.words})` : ''
  const why = topic === '' ? `No paper here is${when || ' known yet'}.` : `No paper${when} is about this.`
  return reply({
    summary: why,
    tone: 'answer',
    blocks: [
      paragraph(`There is nothing to map. ${why}`),
      ...(closest.length === 0 ? [] : [heading('Closest papers')]),
      ...paperCards(closest),
      note('Try other words, or see all papers with ', hint('map'), '.'),
    ],
    actions: [run('Map of all papers', 'map'), ...paperActions('show', closest)],
    data: { topic, kind: 'not-found', problem: why, themes: [] } satisfies Output<'map'>,
  })
}
