import type { Paper } from '../../src/papers/paper.ts'
import type { Dialogue, DialogueTurn, PageKind } from './dialogues.ts'
import type { HeldTurn, Page } from './hold-dialogue.ts'
import { foldForMatching, missingFrom } from './matching.ts'

/** How one turn went. */
export type TurnScore = HeldTurn & {
  dialogue: string
  /** Place of the turn in its dialogue, from 1. */
  place: number
  /** Whether it was about the right papers, or silent where it should be. */
  right: boolean
  /** Whether it says what it has to; undefined when nothing is wanted. */
  says?: boolean
  /** Why not, in words. */
  failures: readonly string[]
}

/** Pages that show papers without telling anything of them. */
const tellNothing: readonly PageKind[] = ['not-found', 'elsewhere', 'declined', 'other']
/** Pages that tell something of papers, wanted or not. */
const tell: readonly PageKind[] = ['answered', 'summary']
const placeInDialogue = /^(\d+)\.(\d+)$/

/** Holds every page of a dialogue against what is wanted of it. */
export function scoreDialogue({ id }: Dialogue, held: readonly HeldTurn[]): readonly TurnScore[] {
  const pages = held.map(({ page }) => page)
  return held.map(({ turn, page }, index) => {
    const wrong = [...kindFailures(turn, page.kind), ...paperFailures(turn, page, pages)]
    const lacking = missingFrom(page.text, turn.says ?? [])
    return {
      dialogue: id,
      place: index + 1,
      turn,
      page,
      right: wrong.length === 0,
      ...(turn.says && { says: wrong.length === 0 && lacking.length === 0 }),
      failures: [...wrong, ...lacking.map((piece) => `lacks “${piece}”`)],
    }
  })
}

function kindFailures({ move, none, kind: wanted }: DialogueTurn, kind: PageKind): readonly string[] {
  if (move === 'silent' || none) return tell.includes(kind) ? [`${kind}, and should be silent`] : []
  if (wanted) return kind === wanted ? [] : [`${kind} instead of ${wanted}`]
  return tellNothing.includes(kind) ? [`${kind}, and should tell of papers`] : []
}

function paperFailures(
  { first, all, any, like, within }: DialogueTurn,
  page: Page,
  pages: readonly Page[],
): readonly string[] {
  const is = (paper: Pick<Paper, 'title'>, name: string) => isCalled(paper, name, pages)
  const shown = (name: string) => page.papers.some((paper) => is(paper, name))
  const [leading] = page.papers
  const failures: string[] = []
  if (first && !(leading && first.some((name) => is(leading, name)))) failures.push('another paper first')
  if (all && !all.every(shown)) failures.push('not all papers')
  if (any && !any.some(shown)) failures.push('none of the papers')
  if (like !== undefined && !(page.like !== undefined && is({ title: page.like }, like)))
    failures.push('not what is like the paper')
  const known = within === undefined ? undefined : (pages[within - 1]?.papers ?? [])
  if (known && !page.papers.every(({ id }) => known.some((paper) => paper.id === id)))
    failures.push(`papers that turn ${within} did not show`)
  return failures
}

/** Whether a wanted paper is this one: by the beginning of its title, or by turn and number. */
function isCalled({ title }: Pick<Paper, 'title'>, name: string, pages: readonly Page[]): boolean {
  const [, turn, number] = placeInDialogue.exec(name) ?? []
  if (turn === undefined) return foldForMatching(title).startsWith(foldForMatching(name))
  return pages[Number(turn) - 1]?.papers[Number(number) - 1]?.title === title
}
