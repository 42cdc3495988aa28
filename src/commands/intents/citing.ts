import { readReference } from '../reference.ts'
import { anyOf, type Intent, intent, words } from './intent.ts'
import { paperOf } from './papers.ts'

const format = '(?<format>bib ?(?:la)?tex|bib|ris|csl[ -]?json)'
const asFormat = `(?: (?:as|in|to|into|--format)(?: an?)? ${format}(?: (?:format|form|file|entry|entries))?)?`
const giving =
  "(?:(?:(?:can|could|may) (?:i|we) (?:get|have|see)|i(?:'d| would) like|i (?:need|want)|give|get|show|make|write|send|export)(?: me| us)? )?(?:(?:an?|the|that|it|this|these|those|them|its|their)(?: (?:as|in))? )*"
/** What was shown last. */
const shown =
  '(?:it|this|that|these|those|them|all|(?:this|that|these|those|the|your)(?: last)? (?:ones?|papers?|list|results?|answer|sources?|page))'

/** The rest of a `cite` line: a paper, and a form. */
function citing(paper: string, said: string | undefined): string {
  const named = said?.toLowerCase().replace(/[\s-]/g, '')
  const form =
    named === undefined ? '' : named.startsWith('bib') ? 'bibtex' : named === 'ris' ? 'ris' : 'csl-json'
  return form === '' ? paper : `${paper} --format ${form}`
}

/** All papers of the last page, unless one of several is meant. */
function meant(said: string | undefined): string | undefined {
  if (said === undefined || /\b(?:answer|sources?|page)$/i.test(said)) return ''
  const reference = readReference(said)
  return reference.kind === 'text' ? paperOf(said) : said
}

/** What people say when they want what was shown for their own bibliography. */
export const citingIntents: readonly Intent[] = [
  intent(
    'cite',
    words(
      `${giving}(?:as |in )?${format}(?: (?:form|format|entry|entries|citations?|references?|file|export|code))?(?: (?:for|of|to) (?<paper>.+))?`,
    ),
    ({ paper, format: said }) => {
      const named = meant(paper)
      return named === undefined ? undefined : citing(named, said)
    },
  ),
  intent('cite', words(`(?:cite|quote) (?<paper>${shown})${asFormat}`), ({ paper, format: said }) =>
    citing(meant(paper) ?? '', said),
  ),
  intent(
    'cite',
    words(`(?:export|download|save)(?: (?<paper>${shown}))?${asFormat}`),
    ({ paper, format: said = 'bibtex' }) =>
      citing(paper === undefined ? 'everything' : (meant(paper) ?? ''), said),
  ),
  intent(
    'cite',
    words(
      `(?:cite|export|download|save) (?:everything|(?:all|every)(?: (?:of )?(?:the|our|your))? papers?|(?:the |our |your )?(?:whole |entire )?(?:collection|library))${asFormat}`,
    ),
    ({ format: said = 'bibtex' }) => citing('everything', said),
  ),
  intent(
    'cite',
    words(
      `how (?:do|does|should|can|could|would) (?:i|we|one|you) (?:cite|reference) (?<paper>.+?)${asFormat}|what(?:'?s| is) the (?:right |proper |correct )?citation (?:for|of) (?<other>.+)`,
    ),
    ({ paper, other, format: said }) => {
      const named = meant(paper ?? other)
      return named === undefined ? undefined : citing(named, said)
    },
  ),
  intent(
    'cite',
    anyOf(`
      (?:can|could) (?:i|we) cite (?:it|this|that|these|those|them)
      (?:give|get|send)(?: me| us)? (?:a|the) citations? (?:for|of) (?:it|this|that|these|those|them)`),
  ),
]
