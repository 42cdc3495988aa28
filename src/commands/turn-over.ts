import { papersOnPage } from '../answering/collection/collection.ts'
import { listingOf } from '../answering/collection/listing-line.ts'
import { paperActions, paperCards } from '../papers/view.ts'
import { paragraph, reply } from '../replies/build.ts'
import { cleanLine } from '../replies/clean.ts'
import { turnsBefore } from './above.ts'
import { ask } from './ask.ts'
import type { Command, Shown } from './command.ts'
import { paperData } from './json-data.ts'
import { search } from './search.ts'

/** Goes on with the last list; with the last answer, where that was none. */
export const next: Command = {
  name: 'next',
  audience: 'everyone',
  mayUse: 'everyone',
  hidden: true,
  summary: 'Show the next page of the last list, or a longer answer',
  options: [],
  examples: ['next', '/next'],
  async *run(input, services) {
    const [last] = await turnsBefore(input.request, services.store, services.clock.now())
    const listing = last && listingOf(last)
    if (!listing) {
      yield* ask.run({ ...input, rest: 'more detail' }, services)
      return
    }
    const rest = `${listing.line} page ${listing.page + 1}`.trim()
    yield* search.run({ ...input, rest }, services)
  },
}

/** Shows again what stood before the last page. */
export const back: Command = {
  name: 'back',
  audience: 'everyone',
  mayUse: 'everyone',
  hidden: true,
  quick: true,
  summary: 'Show the page before the last one',
  options: [],
  examples: ['back', '/back'],
  async *run({ request }, { store, clock }) {
    const [, before] = await turnsBefore(request, store, clock.now())
    const papers = before ? await store.papers.get(before.papers) : []
    yield before ? shownAgain(before.line, papers) : { reply: nothingBefore() }
  },
}

function shownAgain(line: string, papers: Parameters<typeof paperCards>[0]): Shown {
  const head = `Back to “${cleanLine(line)}”${papers.length === 0 ? ', which showed no papers.' : ':'}`
  return {
    reply: reply({
      summary: head,
      tone: 'answer',
      blocks: [paragraph(head), ...paperCards(papers)],
      actions: paperActions('show', papers.slice(0, papersOnPage / 2)),
      data: { papers: papers.map(paperData) },
    }),
    papers: papers.map(({ id }) => id),
  }
}

function nothingBefore() {
  const why = 'Nothing was shown before that in this conversation.'
  return reply({ summary: why, tone: 'warning', audience: 'asker', blocks: [paragraph(why)] })
}
