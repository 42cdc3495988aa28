import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAnswerAmong } from '../../src/answering/answer-among.ts'
import { createFindAnswers } from '../../src/digests/answers.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import { createMeaning } from '../../src/retrieval/meaning.ts'
import { createSearch } from '../../src/retrieval/search.ts'
import { withoutHidden } from '../../src/store/hidden.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { subscriptionOf } from '../contracts/store-posts.ts'
import { silentLog } from './posting.ts'

const question = 'How much faster is TurboRank than the ranker it replaces?'
const paper = (title: string, abstract: string) =>
  makePaper({ title, abstract, source: 'test', date: '2025-03-13' })
const before = paper(
  'TurboRank',
  'We present TurboRank, a ranker. TurboRank is 40% faster than the ranker it replaces.',
)
const answering = paper(
  'TurboRank in practice',
  'We deploy TurboRank. TurboRank is 55% faster than the ranker it replaces in our service.',
)
const close = paper(
  'A survey of rankers',
  'We survey rankers such as TurboRank and the ranker that it replaces, and name open problems.',
)
const other = paper('Cats', 'We study how cats sleep.')

describe('a question that is watched', () => {
  let store: Store
  let mark: number
  beforeEach(async () => {
    store = withoutHidden(await openStore('sqlite::memory:'))
    await store.papers.put([before])
    mark = await store.papers.added()
  })
  afterEach(() => store.close())

  async function found(watches = [{ question, after: mark }]) {
    const clock = { now: () => new Date('2025-03-14T12:00:00Z') }
    const meaning = createMeaning({ store, log: silentLog })
    const search = createSearch({ store, meaning })
    const answerAmong = createAnswerAmong({ store, search, meaning, log: silentLog, clock, deadline: 10_000 })
    const find = createFindAnswers({ store, answerAmong })
    return find(subscriptionOf('a', 0, { watches }), new AbortController().signal)
  }

  it('is not answered by what was there before', async () => expect(await found()).toEqual([]))

  it('is answered by a new paper, in its words', async () => {
    await store.papers.put([other, answering])
    const choices = await found()
    expect(choices).toMatchObject([
      { paper: answering.id, why: `it answers what you watch: “${question}”`, answers: [question] },
    ])
    expect(choices[0]?.gist[0]?.text).toBe(
      'TurboRank is 55% faster than the ranker it replaces in our service.',
    )
    expect(await found([{ question, after: mark, ...{ answered: '2025-03-14' } }])).toEqual([])
  })

  it('is not answered by what only comes close, or was taken back, or is hidden here', async () => {
    await store.papers.put([other, close])
    expect(await found()).toEqual([])
    await store.papers.put([{ ...answering, withdrawn: true }])
    expect(await found()).toEqual([])
    const again = { ...answering, id: 'p-again', title: 'TurboRank, again' }
    await store.papers.put([again])
    const [known] = (await store.papers.addedAfter(mark, 1)).map(({ id }) => id)
    await store.workspaces.mark({ platform: 'slack', workspace: 'T1' }, 'hidden', [
      { paper: known ?? '', by: { id: 'boss' }, at: new Date() },
    ])
    expect(await found()).toEqual([])
  })
})
