import { idKeys, idLink, idMentions, idNames, idSchemes } from '../papers/ids.ts'
import { note, paragraph, reply, run, strong } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Store } from '../store/store.ts'

/** What people call a paper that is not here (`arXiv 2311.01234`), and where it is. */
type Missing = { name: string; link: string }

/** The papers that a text names by ids or links, where none of them is here; none where it names no paper, or one that is. */
export async function missingIn(
  text: string,
  { papers }: Pick<Store, 'papers'>,
): Promise<readonly Missing[]> {
  const mentions = idMentions(text)
  if (mentions.length === 0) return []
  const known = await papers.get(mentions.flatMap(({ ids }) => idKeys(ids)))
  if (known.length > 0) return []
  const missing = mentions.flatMap(({ ids }) => {
    const scheme = idSchemes.find((one) => ids[one] !== undefined)
    const id = scheme && ids[scheme]
    return scheme && id !== undefined ? [{ name: `${idNames[scheme]} ${id}`, link: idLink(scheme, id) }] : []
  })
  return [...new Map(missing.map((one) => [one.name, one])).values()]
}

export const missingInWords = (missing: readonly Missing[]): string =>
  `I do not have ${new Intl.ListFormat('en', { type: 'disjunction' }).format(missing.map(({ name }) => name))}.`

/** What is said of papers that are not here: nothing of others. */
export function missingReply(missing: readonly Missing[]): Reply {
  const words = missingInWords(missing)
  return reply({
    summary: words,
    tone: 'warning',
    blocks: [paragraph(strong(words)), note('I answer from the abstracts of the papers that I have.')],
    actions: missing.map(({ name, link }) =>
      run(missing.length > 1 ? `Add ${name}` : 'Add it', `add ${link}`),
    ),
  })
}
