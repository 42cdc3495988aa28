import { describe, expect, it } from 'vitest'
import type { PaperIds } from '../../src/papers/ids.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import { hiddenIn, hiding, withoutHidden } from '../../src/store/hidden.ts'
import type { Store } from '../../src/store/store.ts'

const paper = (title: string, ids?: PaperIds, abstract = `A study: ${title}.`) =>
  makePaper({ title, abstract, source: 'test', ids, date: '2025-03-13' })
const titles = (papers: readonly { title: string }[]) => papers.map(({ title }) => title)

/** What every store promises of papers that are taken out, and of those that a workspace hides or added. */
export function removedContract(getStore: () => Store): void {
  describe('papers that are taken out', () => {
    const owls = paper('On Owls', { arxiv: '2403.00003', doi: '10.1000/Owls' })
    const cats = paper('On Cats')
    const at = new Date(1_000)

    it('are gone from everything, and stay out under all their names, also those learnt later', async () => {
      const store = getStore()
      await store.papers.put([owls, cats, paper('Night birds', { doi: '10.1000/owls' })])
      const space = { model: 'small', dimensions: 2 }
      const [of = owls] = await store.papers.get([owls.id])
      await store.vectors.put(space, [{ of, paper: Float32Array.of(1, 0) }])
      expect(await store.vectors.search(space, Float32Array.of(1, 0), 5)).toHaveLength(1)
      expect(await store.removed.add([owls.id, 'nobody'], at)).toMatchObject([{ title: 'On Owls' }])
      expect(await store.papers.count()).toBe(1)
      expect(await store.papers.get([owls.id, 'doi:10.1000/owls'])).toEqual([])
      expect(await store.words.search(['owls'], 5)).toEqual([])
      expect(await store.words.frequencies(['owls', 'study'])).toEqual(
        new Map([
          ['owls', 0],
          ['study', 1],
        ]),
      )
      expect(await store.vectors.search(space, Float32Array.of(1, 0), 5)).toEqual([])
      expect(await store.vectors.count('small')).toBe(0)
      expect(await store.papers.completions('owl', 5)).toEqual([])
      const out = { added: 0, updated: 0, unchanged: 0, removed: 1 }
      for (const again of [
        owls,
        paper('Renamed', { arxiv: '2403.00003' }),
        paper('Renamed elsewhere', { doi: '10.1000/OWLS', pubmed: '123' }),
        paper('on OWLS'),
        paper('night birds'),
        // By what the one before was called.
        paper('A third name', { pubmed: '123' }),
        paper('A third name'),
      ])
        expect(await store.papers.put([again])).toEqual(out)
      expect(await store.papers.put([cats])).toEqual({ added: 0, updated: 0, unchanged: 1 })
      expect(await store.papers.count()).toBe(1)
    })

    it('keep no other paper of their title out', async () => {
      const store = getStore()
      const comment = (arxiv: string) => paper('A comment', { arxiv })
      await store.papers.put([comment('2401.00001'), comment('2402.00002')])
      await store.removed.add(['2401.00001'], at)
      expect(await store.papers.put([comment('2402.00002'), comment('2403.00003')])).toMatchObject({
        added: 1,
        unchanged: 1,
      })
      expect(await store.papers.put([paper('a comment')])).toMatchObject({ updated: 1 })
      expect(await store.papers.put([comment('2401.00001')])).toMatchObject({ removed: 1 })
    })

    it('come in again once that is lifted, and are known as out until then', async () => {
      const store = getStore()
      await store.papers.put([owls, cats])
      await store.removed.add([owls.id], new Date(2_000))
      await store.removed.add([cats.id], new Date(3_000))
      expect(titles(await store.removed.latest(9))).toEqual(['On Cats', 'On Owls'])
      expect(await store.removed.latest(1)).toEqual([
        { id: cats.id, title: 'On Cats', ids: {}, at: new Date(3_000) },
      ])
      expect(titles(await store.removed.get([owls.id, 'nobody']))).toEqual(['On Owls'])
      const other = { id: 'x', title: 'On Owls', ids: { arxiv: '2403.99999' } }
      expect(await store.removed.lift([other])).toEqual([])
      expect(
        titles(await store.removed.lift([{ id: 'x', title: 'Owls', ids: { doi: '10.1000/owls' } }])),
      ).toEqual(['On Owls'])
      expect(titles(await store.removed.lift([{ id: cats.id, title: '' }]))).toEqual(['On Cats'])
      expect(await store.papers.put([owls, cats])).toEqual({ added: 2, updated: 0, unchanged: 0 })
      expect((await store.words.search(['owls'], 5)).map(({ id }) => id)).toEqual([owls.id])
      expect(await store.removed.latest(9)).toEqual([])
      await store.removed.add([owls.id], at)
      expect(await store.papers.put([owls])).toMatchObject({ removed: 1 })
    })
  })

  describe('what a workspace did about papers', () => {
    const [owls, cats] = [paper('On Owls', { arxiv: '2403.00003' }), paper('On Cats')]
    const here = { platform: 'slack', workspace: 'T1' }
    const ada = { id: 'ada', name: 'Ada' }

    it('is kept for it alone, the latest first, with who did it', async () => {
      const { workspaces } = getStore()
      const [first, second] = [
        { paper: owls.id, by: ada, at: new Date(1_000) },
        { paper: cats.id, by: { id: 'ben' }, at: new Date(2_000) },
      ]
      await workspaces.mark(here, 'hidden', [first, second])
      await workspaces.mark(here, 'hidden', [{ ...first, by: { id: 'ben' }, at: new Date(9_000) }])
      expect(await workspaces.marked(here, 'hidden', { limit: 9 })).toEqual([second, first])
      expect(await workspaces.marked(here, 'hidden', { limit: 1 })).toEqual([second])
      expect(await workspaces.marked(here, 'hidden', { limit: 9, papers: [owls.id] })).toEqual([first])
      expect(await workspaces.marked(here, 'added', { limit: 9 })).toEqual([])
      expect(await workspaces.marked({ platform: 'slack', workspace: 'T2' }, 'hidden', { limit: 9 })).toEqual(
        [],
      )
      expect(await workspaces.count(here, 'hidden', new Date(2_000))).toBe(1)
      expect(await workspaces.unmark(here, 'hidden', cats.id)).toBe(true)
      expect(await workspaces.unmark(here, 'hidden', cats.id)).toBe(false)
      expect(await workspaces.marked(here, 'hidden', { limit: 9 })).toEqual([first])
    })

    it('follows a paper that turns out to be another one', async () => {
      const store = getStore()
      const [one, two] = [paper('One', { doi: '10.1000/one' }), paper('Two', { pubmed: '7' })]
      await store.papers.put([one, two])
      await store.workspaces.mark(here, 'hidden', [{ paper: two.id, by: ada, at: new Date(1) }])
      await store.papers.put([paper('One', { doi: '10.1000/one', pubmed: '7' })])
      expect(await store.workspaces.marked(here, 'hidden', { limit: 9 })).toMatchObject([{ paper: one.id }])
    })

    it('hides papers from anyone who asks there, and from nobody else', async () => {
      const store = withoutHidden(getStore())
      const birds = makePaper({ title: 'Birds', abstract: 'Owls fly.', source: 'test', date: '2025-03-12' })
      await store.papers.put([owls, cats, birds])
      await store.workspaces.mark(here, 'hidden', [
        { paper: owls.id, by: ada, at: new Date(1) },
        { paper: cats.id, by: ada, at: new Date(2) },
        { paper: 'gone', by: ada, at: new Date(3) },
      ])
      const look = async () => ({
        count: await store.papers.count(),
        got: titles(await store.papers.get(['2403.00003', birds.id])),
        page: titles(await store.papers.page('', 1)),
        days: await store.papers.days(9),
        newest: await store.papers.newestDay(),
        between: titles(await store.papers.between('2025-01-01', '2025-12-31', 1)),
        titled: titles(await store.papers.titled('on', 9)),
        completed: titles(await store.papers.completions('o', 9)),
        found: (await store.words.search(['owls'], 1)).map(({ id }) => id),
      })
      expect(await hiding(await hiddenIn(here, store), look)).toEqual({
        count: 1,
        got: ['Birds'],
        page: ['Birds'],
        days: [{ date: '2025-03-12', papers: 1 }],
        newest: '2025-03-12',
        between: ['Birds'],
        titled: [],
        completed: [],
        found: [birds.id],
      })
      const elsewhere = await hiding(await hiddenIn({ platform: 'slack', workspace: 'T2' }, store), look)
      expect(elsewhere).toMatchObject({ count: 3, newest: '2025-03-13', got: ['On Owls', 'Birds'] })
      expect(await look()).toEqual(elsewhere)
    })
  })
}
