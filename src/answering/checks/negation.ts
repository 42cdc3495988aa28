import { type ClaimSource, sourceTexts } from './claim-source.ts'
import { type ClauseWord, clauseWords } from './clauses.ts'
import { stemsOf } from './opposites.ts'

const negators = new Set(
  `not no never without cannot nor neither none hardly rarely barely cant dont doesnt didnt isnt arent
  wasnt werent wont couldnt hasnt havent`.split(/\s+/),
)
/** Verbs and adjectives that deny what follows them. */
const denials =
  stemsOf(`fail fails lack lacks avoid avoids prevent prevents eliminate eliminates obviate obviates eschew
  unable impossible unclear unknown ignore ignores neglect without instead free`)

/** Strong words that a claim may use only when its source does. */
const absolutes: readonly ReadonlySet<string>[] = [
  new Set(['all', 'every', 'each', 'entire', 'whole', 'any']),
  new Set(['always', 'consistently', 'invariably', 'every', 'all']),
  new Set(['never', 'no', 'not', 'none']),
  new Set(['only', 'solely', 'alone', 'just', 'exclusively', 'sole', 'merely', 'simply']),
]
const claimed = new Set(['all', 'every', 'always', 'never', 'only', 'solely', 'exclusively'])

type Scope = { words: readonly string[] }

/** Why a claim denies what its source says, or says what its source denies, or overstates it; or undefined. */
export function negationFault(claim: string, source: ClaimSource): string | undefined {
  const words = clauseWords(claim)
  const known = sourceTexts(source).map(clauseWords)
  const absolute = words.find(
    ({ word }, place) =>
      claimed.has(word) &&
      !(word === 'only' && /^(?:an?|\d.*)$/.test(words[place + 1]?.word ?? '')) &&
      !absolutes.some(
        (group) => group.has(word) && known.some((text) => text.some((other) => group.has(other.word))),
      ),
  )
  if (absolute) return `its source does not say "${absolute.word}"`
  const denied = new Set(known.flatMap(deniedIn).flatMap((scope) => scope.words))
  const stems = new Set(known.flat().map(({ stem }) => stem))
  const claimedScopes = deniedIn(words)
  if (
    claimedScopes.some(
      (scope) => scope.words.some((word) => stems.has(word)) && !scope.words.some((word) => denied.has(word)),
    )
  )
    return 'it denies what its source says'
  const own = new Set(claimedScopes.flatMap((scope) => scope.words))
  const said = new Set(words.map(({ stem }) => stem))
  const affirmed = known
    .flatMap(deniedIn)
    .some(
      (scope) =>
        scope.words.length > 0 &&
        scope.words.every((word) => said.has(word)) &&
        !scope.words.some((word) => own.has(word)),
    )
  return affirmed ? 'it says what its source denies' : undefined
}

/** What a negation denies stands within so many words behind it. */
const reach = 20

/** What each negation of a text denies: the next two topic words of its clause. */
function deniedIn(words: readonly ClauseWord[]): readonly Scope[] {
  return words.flatMap((word, place) => {
    if (!negators.has(word.word) && !denials.has(word.stem)) return []
    if (words[place + 1]?.word === 'only') return []
    const scope = words
      .slice(place + 1, place + 1 + reach)
      .filter(({ content, clause, stem }) => content && clause === word.clause && !denials.has(stem))
      .slice(0, 2)
      .map(({ stem }) => stem)
    return [{ words: scope }]
  })
}
