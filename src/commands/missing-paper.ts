import { idKeys, idMentions, idNames, idSchemes } from '../papers/ids.ts'
import { note, paragraph, reply, strong } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Store } from '../store/store.ts'

/**
 * The papers that a text names by ids or links, as people call them (`arXiv 2311.01234`), where none of them is here;
 * none where it names no paper, or one that is here.
 */
export async function missingIn(text: string, { papers }: Pick<Store, 'papers'>): Promise<readonly string[]> {
  const mentions = idMentions(text)
  if (mentions.length === 0) return []
  const known = await papers.get(mentions.flatMap(({ ids }) => idKeys(ids)))
  if (known.length > 0) return []
  const names = mentions.flatMap(({ ids }) => {
    const scheme = idSchemes.find((one) => ids[one] !== undefined)
    return scheme ? [`${idNames[scheme]} ${ids[scheme]}`] : []
  })
  return [...new Set(names)]
}

export const missingInWords = (names: readonly string[]): string =>
  `I do not have ${new Intl.ListFormat('en', { type: 'disjunction' }).format(names)}.`

/** What is said of papers that are not here: nothing of others. */
export function missingReply(names: readonly string[]): Reply {
  const words = missingInWords(names)
  return reply({
    summary: words,
    tone: 'warning',
    blocks: [paragraph(strong(words)), note('I answer from the abstracts of the papers that I have.')],
  })
}
