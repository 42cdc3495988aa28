import { type ClaimSource, sourceTexts } from './claim-source.ts'
import { type ClauseWord, clauseWords, topicStems } from './clauses.ts'
import { introducedNames } from './introduced-names.ts'
import { stemsOf } from './opposites.ts'

/**
 * At least this share of a claim's topic words has to come from its source. Measured: at 0.60 nine of 19,325 sentences
 * pass under the id of another paper, at 0.65 three, and one true claim of 90 in data/eval/claims.jsonl is lost by it.
 */
export const leastCoverage = 0.65
/** The same for each clause of three topic words or more, so that nothing is appended to a true statement. */
export const leastClauseCoverage = 0.3

/** Words by which people report what a paper says. */
const reporting =
  stemsOf(`author authors paper work study studies article research researchers propose proposes present
  presents introduce introduces show shows shown report reports demonstrate demonstrates find finds found approach method
  methods model system technique result results experiment experiments evaluation according achieve achieves obtain reach
  reaches reached claim describe called named new novel use uses used using based make makes made set well include
  includes included compared relative percent percentage times fold points million billion thousand trillion half way
  available existing previous prior earlier large several many different various`)

/** Groups of words that say the same in a report. */
const synonyms: ReadonlyMap<string, number> = new Map(
  `outperform beat surpass exceed better best superior improve gain enhance boost increase raise higher rise improvement
  reduce cut lower fewer decrease save saving cheaper shrink drop
  fast faster speed accelerate speedup quick quickly
  utilize employ leverage exploit rely apply
  test evaluate assess experiment measure benchmark validate confirm verify
  deploy run serve launch production
  people user users individual person participant subject human
  big large huge massive
  harm hurt degrade worsen deteriorate suffer damage
  keep preserve maintain retain
  allow enable let possible permit
  need require necessary demand
  hold contain comprise consist compose span cover encompass
  automatic automatically
  prefer favor like
  image picture photo
  data dataset
  earlier early previous
  lose loss losing degradation
  locate detect identify discover
  explain explainability interpret interpretability
  website platform site
  part component
  problem challenge issue limitation difficulty
  begin start
  build create construct make develop
  choose select pick
  similar comparable par equal
  decline decay`
    .split('\n')
    .flatMap((line, group) => [...stemsOf(line)].map((word): [string, number] => [word, group])),
)

/** Why the claim says too much that its source does not say, or undefined. */
export function coverageFault(claim: string, source: ClaimSource): string | undefined {
  const covered = coveredBy(source)
  const words = tellingWords(claim)
  if (words.length > 0 && words.filter(covered).length < leastCoverage * words.length)
    return 'its words are not those of the source'
  for (const clause of Map.groupBy(words, (word) => word.clause).values())
    if (clause.length >= 3 && clause.filter(covered).length < leastClauseCoverage * clause.length)
      return 'a part of it is not in the source'
  return undefined
}

/** The words of a claim that a source has to cover: neither grammar nor numbers nor the manners of a report. */
export function tellingWords(claim: string): readonly ClauseWord[] {
  return clauseWords(claim).filter(
    (word) => word.content && !reporting.has(word.stem) && !/^\d/.test(word.word),
  )
}

/** Whether a word, a synonym or a relative of it stands in a source. */
export function coveredBy(source: ClaimSource): (word: ClauseWord) => boolean {
  const texts = [
    ...sourceTexts(source),
    ...source.papers.flatMap((paper) => [...introducedNames(paper).forms]),
  ]
  const known = new Set(texts.flatMap((text) => [...topicStems(text)]))
  const groups = new Set([...known].flatMap((word) => synonyms.get(word) ?? []))
  const joined = [...known].join(' ')
  return (word) =>
    known.has(word.stem) || groups.has(synonyms.get(word.stem) ?? -1) || hasRelative(word.stem, joined)
}

/** Whether a known word has the same root: reduce and reduction, generalise and generalization. */
function hasRelative(word: string, known: string): boolean {
  const root = word.slice(0, Math.max(5, Math.ceil(word.length * 0.7)))
  return root.length >= 5 && (known.startsWith(root) || known.includes(` ${root}`))
}
