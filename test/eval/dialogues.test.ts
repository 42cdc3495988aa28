import { describe, expect, it } from 'vitest'
import { openShipped } from '../commands/shipped-services.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { type Dialogue, type DialogueTurn, dialogueFiles, readDialogues } from './dialogues.ts'
import { dialogueFigures, formatTurnFailures, type ScoredFile } from './dialogues-report.ts'
import { holdDialogue } from './hold-dialogue.ts'
import { foldForMatching, missingFrom } from './matching.ts'
import { scoreDialogue } from './score-dialogue.ts'

const papers = await shippedPapers()
const { services, handle } = await openShipped()

const called = (name: string) =>
  papers.filter(({ title }) => foldForMatching(title).startsWith(foldForMatching(name)))
const namesIn = ({ first = [], all = [], any = [], like }: DialogueTurn) => [
  ...first,
  ...all,
  ...any,
  ...(like === undefined ? [] : [like]),
]

describe.each(dialogueFiles)('the dialogues of $path', ({ path }) => {
  it('name papers that ship, each by a beginning that no other title has', async () => {
    const names = (await readDialogues(path)).flatMap(({ turns }) => turns.flatMap(namesIn))
    const titles = new Set(names.filter((name) => !/^\d/.test(name)))
    expect([...titles].filter((name) => called(name).length !== 1)).toEqual([])
  })

  it('point only at turns before', async () => {
    for (const { turns } of await readDialogues(path))
      for (const [index, turn] of turns.entries()) {
        const places = namesIn(turn).flatMap((name) => /^(\d+)\.\d+$/.exec(name)?.[1] ?? [])
        for (const place of [...places, turn.within ?? 0]) expect(Number(place)).toBeLessThanOrEqual(index)
      }
  })

  it('expect only what the abstracts of their papers say', async () => {
    for (const { id, turns } of await readDialogues(path))
      for (const { says = [], ...turn } of turns) {
        const abstracts = namesIn(turn)
          .flatMap(called)
          .map(({ title, abstract }) => `${title} ${abstract}`)
        expect([id, turn.line, missingFrom(abstracts.join('\n'), says)]).toEqual([id, turn.line, []])
      }
  })
})

it('gives each dialogue an id of its own', async () => {
  const files = await Promise.all(dialogueFiles.map(({ path }) => readDialogues(path)))
  const ids = files.flat().map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

describe('a dialogue that is held', () => {
  const dialogue: Dialogue = {
    id: 'x',
    turns: [
      {
        move: 'opening',
        line: 'compare AutoInt | FinalMLP',
        all: ['AutoInt', 'FinalMLP'],
        kind: 'comparison',
      },
      { move: 'follow-up', line: 'show 2', first: ['1.2'], within: 1, says: ['two-stream', 'a whale'] },
      { move: 'follow-up', line: 'show TAROT', first: ['AutoInt'], within: 1 },
      { move: 'follow-up', line: 'similar AutoInt', like: 'AutoInt' },
      { move: 'silent', line: 'summarize feature interactions' },
    ],
  }

  it('is right where its pages are, and tells what is not', async () => {
    const turns = scoreDialogue(dialogue, await holdDialogue(dialogue, { handle, store: services.store }))
    expect(turns.map(({ page }) => page.kind)).toEqual(['comparison', 'paper', 'paper', 'list', 'summary'])
    expect(turns.map(({ failures }) => failures)).toEqual([
      [],
      ['lacks “a whale”'],
      ['another paper first', 'papers that turn 1 did not show'],
      [],
      ['summary, and should be silent'],
    ])
    expect(turns.map(({ right, says }) => [right, says])).toEqual([
      [true, undefined],
      [true, false],
      [false, undefined],
      [true, undefined],
      [false, undefined],
    ])
  })

  it('is its own conversation: nothing of an earlier one is left', async () => {
    const line = { id: 'y', turns: [{ move: 'follow-up' as const, line: 'show 2', first: ['1.2'] }] }
    const [held] = await holdDialogue(line, { handle, store: services.store })
    expect(held?.page).toMatchObject({ kind: 'other', papers: [] })
  })

  it('counts toward the floors of its file, and is told only where it is not held out', async () => {
    const turns = scoreDialogue(dialogue, await holdDialogue(dialogue, { handle, store: services.store }))
    const file = { path: '', dialogues: 1, turns }
    const scored: readonly ScoredFile[] = [
      { ...file, name: 'tuned', heldOut: false },
      {
        ...file,
        name: 'held out',
        heldOut: true,
        turns: turns.map((turn) => ({ ...turn, dialogue: 'secret' })),
      },
    ]
    expect(dialogueFigures(scored).filter(({ measure }) => measure === 'follow-up')).toEqual([
      { of: 'dialogues / tuned', measure: 'follow-up', value: 2 / 3, asked: 3 },
      { of: 'dialogues / held out', measure: 'follow-up', value: 2 / 3, asked: 3 },
    ])
    const told = formatTurnFailures(scored)
    expect(told).toContain('x, turn 3 (follow-up): another paper first')
    expect(told).not.toContain('secret')
  })
})
