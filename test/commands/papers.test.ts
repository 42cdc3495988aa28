import { describe, expect, it } from 'vitest'
import type { Paper } from '../../src/papers/paper.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Search } from '../../src/retrieval/search.ts'
import { cards, openShipped, reply } from './shipped-services.ts'

const din = 'Deep Interest Network for Click-Through Rate Prediction'

describe('search', () => {
  it('lists papers with their number, fit, day and what they do', async () => {
    const { handle } = await openShipped()
    const found = await reply(handle, 'search optimal transport data selection')
    expect(cards(found)[0]).toBe('1 TAROT: Targeted Data Selection via Optimal Transport')
    expect(plainText(found)).toMatch(/^1\. TAROT.*\n {3}\d\d% match · 13 March 2025\n {3}We propose TAROT/m)
  })

  it('tells scripts ids, titles, addresses and scores, best first', async () => {
    const { handle } = await openShipped()
    const { data } = await reply(handle, 'search optimal transport')
    expect(data).toMatchObject({
      query: 'optimal transport',
      papers: expect.arrayContaining([
        {
          id: expect.any(String),
          title: expect.stringContaining('TAROT'),
          url: expect.any(String),
          score: expect.any(Number),
        },
      ]),
    })
  })

  it('says when no paper holds any of the words', async () => {
    const { handle } = await openShipped()
    const text = plainText(await reply(handle, 'search chromodynamics of gluons'))
    expect(text).toContain('None of 76 papers mentions')
  })

  it('says when nothing fits well, and lists only the closest', async () => {
    const { services } = await openShipped()
    const search: Search = async (...asked) => ({ ...(await services.search(...asked)), relevant: false })
    const { handle } = await openShipped({ search })
    const page = await reply(handle, 'search recommendation')
    expect(page.summary).toContain('None of 76 papers fits well')
    expect(cards(page)).toHaveLength(3)
  })

  it('without words shows how to use it', async () => {
    const { handle } = await openShipped()
    const usage = await reply(handle, 'search')
    expect(usage.tone).toBe('warning')
    expect(plainText(usage)).toContain('search [words]')
  })
})

describe('show finds a paper by', () => {
  it.each([
    ['method name', 'show TAROT', 'TAROT: Targeted Data Selection via Optimal Transport'],
    [
      'method name in other letters',
      'show me the tarot paper',
      'TAROT: Targeted Data Selection via Optimal Transport',
    ],
    [
      'name that its abstract introduces',
      'show HSTU',
      'Actions Speak Louder than Words: Trillion-Parameter Sequential Transducers for Generative Recommendations',
    ],
    ['acronym', 'show DIN', din],
    ['whole title', `show ${din}`, din],
    [
      'beginning of words of its title',
      'show casual conv',
      'Towards Measuring Fairness in AI: the Casual Conversations Dataset',
    ],
    [
      'title with a question mark',
      'show How explainable are adversarially-robust CNNs?',
      'How explainable are adversarially-robust CNNs?',
    ],
  ])('%s', async (_, line, title) => {
    const { handle } = await openShipped()
    expect((await reply(handle, line)).summary).toBe(title)
  })

  it('arXiv id or link, whichever id it has here', async () => {
    const { handle, services } = await openShipped()
    const [known] = await services.store.papers.titled(din, 1)
    await services.store.papers.put([
      { ...(known as Paper), ids: { arxiv: '1706.06978' }, url: 'https://arxiv.org/abs/1706.06978' },
    ])
    for (const name of [
      '1706.06978',
      'https://arxiv.org/abs/1706.06978v4',
      'https://huggingface.co/papers/1706.06978',
      known?.id,
    ]) {
      expect((await reply(handle, `show ${name}`)).summary).toBe(din)
    }
  })

  it('id or link of any place, in any line', async () => {
    const { handle, services } = await openShipped()
    const [known] = await services.store.papers.titled(din, 1)
    const ids = { doi: '10.1145/3219819.3219823', acl: 'N19-1423', openreview: 'B1ckMDqlg', pubmed: '7' }
    await services.store.papers.put([{ ...(known as Paper), ids }])
    for (const link of [
      'https://dl.acm.org/doi/pdf/10.1145/3219819.3219823',
      'https://aclanthology.org/N19-1423/',
      'https://openreview.net/forum?id=B1ckMDqlg',
      'PMID: 7',
    ]) {
      expect((await reply(handle, `show ${link}`)).summary).toBe(din)
      expect(cards(await reply(handle, `search ${link}`))).toEqual([`1 ${din}`])
    }
  })

  it('number of the last list, however it is said', async () => {
    const { handle } = await openShipped()
    const titles = cards(await reply(handle, 'search recommendation')).map((card) => card.slice(2))
    for (const line of ['show 2', 'show #2', '2', 'show me the second one', 'show 2.']) {
      expect((await reply(handle, line)).summary).toBe(titles[1])
    }
    // Shown papers carry no number: the list goes on counting.
    expect((await reply(handle, 'show 1')).summary).toBe(titles[0])
    expect((await reply(handle, 'show the last one')).summary).toBe(titles.at(-1))
  })
})

describe('show', () => {
  it('has what the paper does first, then the abstract, facts and ways on', async () => {
    const { handle } = await openShipped()
    const shown = await reply(handle, 'show CatGCN')
    expect(shown.blocks.map(({ kind }) => kind)).toEqual(['card', 'quote', 'paragraph', 'facts'])
    const [, key, abstract] = plainText(shown).split('\n\n')
    expect(key).toContain('we propose a new GCN model named CatGCN')
    expect(abstract).toContain(key?.slice(2))
    expect(shown.actions).toMatchObject([
      { label: 'Similar papers', command: expect.stringMatching(/^similar \S+$/) },
      { label: 'Ask about it', command: 'ask what are the results of CatGCN?' },
      { label: 'Cite', command: expect.stringMatching(/^cite \S+$/) },
      {
        label: expect.stringMatching(/^Compare with \S/),
        command: expect.stringMatching(/^compare \S+ \| \S+$/),
      },
      { kind: 'open', url: expect.stringContaining('https://') },
    ])
  })

  it('offers a choice when a name fits several, and the number works next', async () => {
    const { handle } = await openShipped()
    const choice = await reply(handle, 'show influence')
    expect(choice.summary).toBe('Several papers fit “influence”. Which one?')
    const titles = cards(choice)
    expect(titles.length).toBeGreaterThan(2)
    expect(`3 ${(await reply(handle, 'show 3')).summary}`).toBe(titles[2])
    const [button] = choice.actions ?? []
    const clicked = await reply(handle, button?.kind === 'run' ? button.command : '')
    expect(`1 ${clicked.summary}`).toBe(titles[0])
  })

  it('does not pass off a paper that only mentions a method as its own', async () => {
    const { handle } = await openShipped()
    await reply(handle, 'search recommendation')
    const choice = await reply(handle, 'show WiSE-FT')
    expect(choice.summary).toBe('No paper here introduces “WiSE-FT”, but these mention it:')
    expect(cards(choice)).toEqual([expect.stringMatching(/^1 Spurious Feature Diversification/)])
    expect((await reply(handle, 'show 1')).summary).toMatch(/^Spurious Feature Diversification/)
  })

  it('says when it knows no such paper, with the closest', async () => {
    const { handle } = await openShipped()
    const unknown = await reply(handle, 'show spotify podcast graph embeddings')
    expect(unknown.summary).toBe('I know no paper called “spotify podcast graph embeddings”.')
    expect(cards(unknown).join('\n')).toContain('Personalized Audiobook Recommendations at Spotify')
  })

  it('says when the list has no such number', async () => {
    const { handle } = await openShipped()
    await reply(handle, 'search recommendation')
    const unknown = await reply(handle, 'show 9')
    expect(unknown.summary).toBe('The last list has 5 papers, so there is no such number.')
    expect(cards(unknown)).toHaveLength(5)
  })

  it('takes a description for a paper just shown only where it says something of it', async () => {
    const { handle } = await openShipped()
    await reply(handle, 'search recommendation')
    await reply(handle, 'show TAROT')
    expect((await reply(handle, 'show the one on optimal transport')).summary).toMatch(/^TAROT/)
    expect((await reply(handle, 'show no such paper at all')).tone).toBe('warning')
  })

  it('lives with names made of signs, quotes and operators', async () => {
    const { handle } = await openShipped()
    for (const name of ['"', '***', 'a AND b OR (', `${'word '.repeat(700)}`, '()', 'NOT', 'a\u0000b']) {
      expect((await reply(handle, `show ${name}`)).tone).not.toBe('error')
    }
  })
})

describe('similar', () => {
  it('lists close papers with the words they share, without the paper itself', async () => {
    const { handle } = await openShipped()
    const similar = await reply(handle, 'similar AutoInt')
    expect(cards(similar)).toHaveLength(5)
    expect(cards(similar).join('\n')).not.toContain('AutoInt')
    expect(plainText(similar)).toMatch(/shares \w+, .*\binteractions?\b/)
    expect(similar.data).toMatchObject({ paper: { title: expect.stringContaining('AutoInt') } })
  })

  it('goes on from what was shown', async () => {
    const { handle } = await openShipped()
    await reply(handle, 'show TAROT')
    expect((await reply(handle, 'similar to this')).summary).toBe(
      'Close to TAROT: Targeted Data Selection via Optimal Transport',
    )
  })
})
