import { signsOf, trimOf, withoutEndWords } from '../lib/trim.ts'

/** How a person named a paper. */
export type Reference =
  /** "2", "#2", "the second one": a number of the last list. */
  | { kind: 'number'; number: number; ordinal?: true }
  /** "the last one": the last of that list. */
  | { kind: 'last' }
  /** "it", "this paper": what was shown before. */
  | { kind: 'shown' }
  /** "these", "both", "the first three": papers of the last list; all of them when no number is said. */
  | { kind: 'list'; count?: number }
  /** "both", "the two": the two papers mentioned last. */
  | { kind: 'pair' }
  /** An id, a link, a method name or words of a title. */
  | { kind: 'text'; text: string }

const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
]
const around = signsOf('"\'“”‘’«»<>', { space: true })
const ends = signsOf('?!.', { space: true })
const joints = signsOf('', { space: true })
const manners = ['please', 'pls', 'thanks']
const leading = /^(?:(?:me|us|please|papers?\s+(?:to|like)|to|like)\s+)+/
const number = /^(?:#|no\.?\s*|number\s+|paper\s+)?(\d{1,3})(?:st|nd|rd|th)?[.):]?(?:\s+(?:one|paper))?$/i
const ordinal = new RegExp(`^(${ordinals.join('|')})(?:\\s+(?:one|paper))?$`, 'i')
const last = /^last(?:\s+(?:one|paper))?$/i
const list =
  /^(?:(?:all|both|each)(?: of)? )?(?:these|those|them|both|all(?: (?:two|three))?)(?: (?:two|three|papers?|ones|results?))*$|^(?:the |this |that |last )*(?:list|results)$|^(?:both|all)(?: of (?:these|those|them))?$/i
const pair =
  /^(?:both|(?:the |these |those |them )?two|both of (?:them|these|those))(?: (?:papers|of them|ones))?$/i
const firstOf =
  /^(?:the )?(?:first|top) (two|three|four|five|[2-5])(?: (?:papers|ones|of (?:these|those|them)))?$/i
const counts = ['two', 'three', 'four', 'five']
const shown = /^(?:it|this|that|this one|that one|this paper|that paper)$/i

/** What follows `show` or `similar` -> how it names a paper; fillers such as "me the … paper" are left out. */
export function readReference(said: string): Reference {
  const whole = withoutEndWords(trimOf(said, around).replace(leading, ''), manners, { ends, joints })
  const bare = whole.replace(/^the\s+/i, '')
  const digits = number.exec(bare)?.[1]
  if (digits !== undefined) return { kind: 'number', number: Number(digits) }
  const word = ordinal.exec(bare)?.[1]
  if (word !== undefined)
    return { kind: 'number', number: ordinals.indexOf(word.toLowerCase()) + 1, ordinal: true }
  const several = firstOf.exec(bare)?.[1]?.toLowerCase()
  if (several !== undefined) {
    const count = counts.includes(several) ? counts.indexOf(several) + 2 : Number(several)
    return { kind: 'list', count }
  }
  if (pair.test(bare)) return { kind: 'pair' }
  if (list.test(bare)) return { kind: 'list' }
  if (last.test(bare)) return { kind: 'last' }
  if (shown.test(bare)) return { kind: 'shown' }
  const named = whole.replace(/^the\s+/, '').replace(/\s(?:paper|one)$/, '')
  return { kind: 'text', text: trimOf(named, around) }
}
