import { signsOf, trimEndOf } from '../../lib/trim.ts'
import { foldName, looksLikeName } from '../../papers/names.ts'
import { isStopWord } from '../../papers/words.ts'
import { type ClaimSource, sourceTexts } from './claim-source.ts'
import { clauseWords } from './clauses.ts'
import { introducedNames } from './introduced-names.ts'
import { nameFormsIn, nameToken, piecesOf } from './name-forms.ts'
import { stemsOf } from './opposites.ts'

/** Numbers with their units are checked as quantities. */
const quantity = /^\d[\d.]*(?:%|x|×|k|K|M|B|T|bn|st|nd|rd|th)?(?:-\p{Ll}.*)?$/u

/** What a name may end with and does not hold. */
const joints = signsOf(".'’_^·@-")

/** Words a sentence about a paper may begin with although the paper does not use them. */
const openers =
  stemsOf(`authors paper research researchers study work article survey experiment evaluation result test
  finding according comparison overall addition moreover however both relative without apply training people several
  various empirical given rather unlike like since although despite whereas because during performance gain approach
  method model system framework dataset analysis users compare`)

/**
 * Why a name in the claim does not belong there, or undefined. A name may be used when it occurs in the cited
 * sentences or the titles of their papers, or when a cited paper introduces it. Names are capitalised words inside a
 * sentence, acronyms, camel case and words with digits, and any name that another paper of the evidence introduces.
 *
 * @param capitals whether a capitalised word inside a sentence is a name; not so in languages that capitalise nouns
 */
export function nameFault(claim: string, source: ClaimSource, capitals: boolean): string | undefined {
  const allowed = allowedNames(source)
  const foreign = new Set(source.others.flatMap((paper) => [...introducedNames(paper).forms]))
  for (const { 0: raw, index } of claim.matchAll(nameToken)) {
    const word = trimEndOf(raw, joints).replace(/['’]s$/u, '')
    if (quantity.test(word) || holds(allowed.words, word)) continue
    const parts = word.split('-')
    if ([word, ...parts].some((part) => foreign.has(foldName(part)) && !holds(allowed.words, part)))
      return `${word} belongs to another paper`
    const named = looksLikeName(word) || (/\p{L}/u.test(word) && /\d/.test(word))
    const opening = index === 0
    const checked = named
      ? [withoutPlainEnds(parts)]
      : parts.filter((part) => capitals && /^\p{Lu}/u.test(word) && !isOrdinary(part, opening))
    if (checked.some((part) => !isAllowed(part, allowed)))
      return `the name ${word} is not in the cited sentences`
  }
  return undefined
}

/** "pre-GPT-3-based" -> "GPT-3" */
function withoutPlainEnds(parts: readonly string[]): string {
  const isName = (part: string) => !/^\p{Ll}+$/u.test(part)
  return parts.slice(parts.findIndex(isName), parts.findLastIndex(isName) + 1).join('-')
}

type AllowedNames = { words: ReadonlySet<string>; acronyms: ReadonlySet<string>; stems: ReadonlySet<string> }

/** What a claim may call by name. */
function allowedNames(source: ClaimSource): AllowedNames {
  const introduced = source.papers.map(introducedNames)
  const texts = [...sourceTexts(source), ...introduced.map(({ spelledOut }) => spelledOut)]
  const forms = texts.map(nameFormsIn)
  return {
    words: new Set([
      ...forms.flatMap(({ words }) => [...words]),
      ...introduced.flatMap(({ forms }) => [...forms]),
    ]),
    acronyms: new Set(forms.flatMap(({ acronyms }) => [...acronyms])),
    stems: new Set(texts.flatMap((text) => clauseWords(text).map(({ stem }) => stem))),
  }
}

function holds(words: ReadonlySet<string>, name: string): boolean {
  const form = foldName(name)
  return words.has(form) || (form.endsWith('s') && words.has(form.slice(0, -1)))
}

/** A name may come with another ending (`HSTU-based`) or be put together anew; a plain word may be inflected. */
function isAllowed(name: string, { words, acronyms, stems }: AllowedNames): boolean {
  if (/^\p{Lu}{2,6}s?$/u.test(name)) return holds(words, name) || holds(acronyms, name)
  const pieces = piecesOf(name)
  // A number or a letter says nothing without what it stands behind: GPT-3 is not GPT-2, CLIP-T not CLIP-I.
  const whole = pieces.every((piece, place) => {
    const version = /^(?:\p{L}|\d+)$/u.test(piece)
    return holds(words, version ? `${pieces[place - 1] ?? ''}${piece}` : piece)
  })
  return holds(words, name) || whole || (!/[\p{Lu}\d].*[\p{Lu}\d]/u.test(name) && stems.has(stemOf(name)))
}

/** A capitalised word that is no name: grammar anywhere; at the beginning also verbs, adverbs and the usual openers. */
function isOrdinary(word: string, opening: boolean): boolean {
  const lower = word.toLowerCase()
  if (isStopWord(lower) && word.length > 1) return true
  return opening && (openers.has(stemOf(word)) || /(?:ing|ed|ly)$/.test(lower))
}

function stemOf(word: string): string {
  return clauseWords(word)[0]?.stem ?? ''
}
