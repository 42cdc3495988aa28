import type { Paper } from '../../papers/paper.ts'
import { citeAction, dayInWords, paperActions, paperCards } from '../../papers/view.ts'
import {
  cite,
  heading,
  hint,
  link,
  list,
  note,
  paragraph,
  prose,
  reply,
  run,
  strong,
  text,
} from '../../replies/build.ts'
import { cleanLine } from '../../replies/clean.ts'
import type { Block, Prose, Reply } from '../../replies/reply.ts'
import { howChecked } from '../stamp.ts'
import type { Claim } from '../types.ts'
import { claimsOf, papersOf, type Summary, type Theme, type TopicSummary } from './summary.ts'

/** Themes that get a button of their own. */
const themesWithButton = 3
/** Longest sentence that is quoted whole, in UTF-16 units; abstracts hold few longer ones. */
const longestClaim = 600

/**
 * A summary as a page; while it is being written it has no buttons and the tone `working`.
 *
 * @param turn the id under which it is remembered, for its buttons
 * @param model the chat model's name, for the small print of what it wrote
 */
export function summaryReply(
  summary: Summary,
  stage: 'writing' | 'done',
  { turn, model }: { turn: string; model?: string | undefined },
): Reply {
  switch (summary.kind) {
    case 'summarized':
      return topicReply(summary, stage, turn, model)
    case 'not-found':
      return notFoundReply(summary)
    case 'declined':
      return reply({
        summary: summary.why,
        tone: 'warning',
        audience: 'asker',
        blocks: [
          paragraph(summary.why),
          note('For example: ', hint('summarize click-through rate prediction'), '.'),
        ],
        actions: [run('What I can do', 'help')],
      })
  }
}

function topicReply(
  summary: TopicSummary,
  stage: 'writing' | 'done',
  turn: string,
  model: string | undefined,
): Reply {
  const papers = papersOf(summary)
  const head = headline(summary, papers.length)
  const blocks = [
    paragraph(head),
    ...summary.themes.flatMap((theme) => themeBlocks(theme, papers)),
    ...section(
      'Where two papers discuss the same thing',
      summary.related.map((pair) => pairProse(pair, papers)),
    ),
    ...section(
      'What they call open',
      summary.open.map((claim) => claimProse(claim, papers)),
    ),
  ]
  if (stage === 'writing') return reply({ summary: head, tone: 'working', blocks })
  return reply({
    summary: head,
    tone: 'answer',
    blocks: [
      ...blocks,
      heading(papers.length === 1 ? 'Paper' : 'Papers'),
      list(
        papers.map((paper) => [link(paper.title, paper.url)]),
        { ordered: true },
      ),
      note(smallPrint(summary, papers.length, model)),
    ],
    actions: [
      run('Show evidence', `evidence ${turn}`, 'evidence'),
      ...summary.themes
        .filter(({ name }) => name !== '')
        .slice(0, themesWithButton)
        .map(({ name }) => run(`More on ${firstPhrase(name)}`, `summarize ${firstPhrase(name)}`)),
      ...paperActions('show', papers.slice(0, 2)),
      citeAction(turn),
    ],
    rating: { up: `feedback up ${turn}`, down: `feedback down ${turn}` },
  })
}

function headline({ topic, period, fitting, searched }: TopicSummary, shown: number): string {
  const when = period === undefined ? '' : ` ${period.words}`
  const of = searched.toLocaleString('en')
  const about = topic === '' ? when : ` on ${topic}${when}`
  if (shown === 1) return searched === 1 ? `One paper${about}` : `One of ${of} papers${about}`
  const which =
    topic !== '' ? `the closest of ${fitting} that fit` : period ? 'those with most votes' : 'the newest'
  const most = fitting > shown ? `, ${which}` : ''
  return shown === searched ? `${shown} papers${about}` : `${shown} of ${of} papers${about}${most}`
}

function themeBlocks({ name, papers: own, claims }: Theme, papers: readonly Paper[]): readonly Block[] {
  const bodies = list(claims.map((claim) => claimProse(claim, papers)))
  if (name === '') return [bodies]
  const [first, last] = [own[0], own.at(-1)].map((paper) => (paper ? papers.indexOf(paper) + 1 : 0))
  const numbers = first === last ? `paper ${first}` : `papers ${first}–${last}`
  return [heading(`${capitalized(name)} (${numbers})`), bodies]
}

function section(title: string, bodies: readonly Prose[]): readonly Block[] {
  return bodies.length === 0 ? [] : [heading(title), list(bodies)]
}

function pairProse([one, other]: readonly [Claim, Claim], papers: readonly Paper[]): Prose {
  return [...claimProse(one, papers), text(' — '), ...claimProse(other, papers)]
}

function claimProse(claim: Claim, papers: readonly Paper[]): Prose {
  const cited = new Set(claim.cites.map(({ paper }) => paper))
  const marks = papers.flatMap((paper, index) => (cited.has(paper.id) ? [cite(index + 1, paper.url)] : []))
  return prose(`${cleanLine(claim.text, longestClaim)} `, ...marks)
}

function smallPrint(
  { themes, fallback, searched, topic }: TopicSummary,
  shown: number,
  model: string | undefined,
): string {
  const written = themes.filter(({ mode }) => mode === 'model')
  const claims = written.flatMap((theme) => theme.claims)
  const leftOut = themes.reduce((sum, theme) => sum + (theme.leftOut ?? 0), 0)
  const how = howChecked({ claims, leftOut, model, quotedToo: written.length < themes.length })
  const narrow = topic === '' && shown < searched ? 'Name a topic for a closer look.' : undefined
  return [how, narrow, fallback].filter((part) => part !== undefined).join(' ')
}

function notFoundReply({ topic, why, closest, period }: Extract<Summary, { kind: 'not-found' }>): Reply {
  const papers = closest.map(({ paper }) => paper)
  const whole = topic === '' ? 'summarize everything' : `summarize ${topic}`
  const days =
    period &&
    (period.from === period.to
      ? dayInWords(period.from)
      : `${dayInWords(period.from)} to ${dayInWords(period.to)}`)
  return reply({
    summary: `The papers do not say. ${why}`,
    tone: 'answer',
    blocks: [
      paragraph(strong('The papers do not say.'), ` ${why}`),
      ...(days === undefined ? [] : [note(`Looked at ${days}.`)]),
      ...(papers.length === 0 ? [] : [heading('Closest papers')]),
      ...paperCards(papers),
      note('Try other words, or type ', hint('summarize everything'), '.'),
    ],
    actions: [...(period ? [run('At any time', whole)] : []), ...paperActions('show', papers)],
  })
}

/** Claims of a summary for `evidence`, and its papers in the order of their numbers. */
export function rememberedOf(
  summary: Summary,
): { papers: readonly string[]; claims: readonly Claim[] } | undefined {
  switch (summary.kind) {
    case 'summarized':
      return { papers: papersOf(summary).map(({ id }) => id), claims: claimsOf(summary) }
    case 'not-found':
      return { papers: summary.closest.map(({ paper }) => paper.id), claims: [] }
    case 'declined':
      return undefined
  }
}

const firstPhrase = (name: string) => name.split(', ')[0] ?? name

const capitalized = (name: string) => name.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
