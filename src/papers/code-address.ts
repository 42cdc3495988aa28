import type { Paper } from './paper.ts'
import { sentencesOf } from './sentences.ts'

const address = /https?:\/\/[^\s{}<>"]+/gi
/** Where people keep code; elsewhere a sentence has to say that the address is of code. */
const codeHosts =
  /^https?:\/\/(?:www\.)?(?:github\.com|gitlab\.\w+|bitbucket\.org|codeberg\.org|gitee\.com|sourceforge\.net|anonymous\.4open\.science)\//i
const ofCode = /\b(?:code|codes|codebase|implementation|implementations|repository|toolkit|software)\b/i

/** Where a paper's code is: as its source says, or as a link in its abstract; undefined when neither tells. */
export function codeAddress(paper: Pick<Paper, 'id' | 'abstract' | 'code'>): string | undefined {
  if (paper.code !== undefined) return paper.code
  if (!/https?:\/\//i.test(paper.abstract)) return undefined
  const found = sentencesOf(paper).flatMap(({ text }) =>
    (text.match(address) ?? []).flatMap((one) => (codeHosts.test(one) || ofCode.test(text) ? [one] : [])),
  )
  return found.at(0)?.replace(/[.,;:)\]]+$/, '')
}
