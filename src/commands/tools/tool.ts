import { z } from 'zod'
import { within } from '../../papers/bounds.ts'
import type { Call, Given, Tool } from '../../platform/tool.ts'
import { plainText } from '../../replies/plain.ts'
import type { Reply } from '../../replies/reply.ts'
import { withoutHints } from '../../replies/spell.ts'

/** How many papers can be paged through. */
export const reach = 200
/** Longest result in words, in UTF-16 units: a caller may read no more than this. */
const longestText = 8_000

/** A tool whose arguments and whose command's facts are known by type. */
export function tool<Facts extends z.ZodType, Input extends z.ZodObject, Output extends z.ZodObject>(
  command: string,
  Facts: Facts,
  {
    line,
    read,
    readOnly = true,
    ...described
  }: Pick<Tool, 'name' | 'title' | 'description'> & {
    readOnly?: boolean
    input: Input
    output: Output
    /** The words behind the command's name. */
    line(given: z.infer<Input>): string
    /** Undefined where the facts are those of something that could not be done. */
    read(
      facts: z.infer<Facts>,
      given: z.infer<Input>,
      page: Reply,
    ): { facts: z.infer<Output> & Extract<Given, { text: string }>['facts']; text: string } | undefined
  },
): Tool & { command: string } {
  return {
    ...described,
    command,
    readOnly,
    call(arguments_): Call {
      const given = described.input.parse(arguments_)
      return {
        line: `/${command} ${line(given)}`.trim(),
        atMost: reach,
        read(page) {
          const facts = Facts.safeParse(page.data)
          const found = facts.success && page.tone !== 'error' ? read(facts.data, given, page) : undefined
          if (found) return { facts: found.facts, text: within(found.text, longestText) }
          return { problem: within(problemOf(line(given), page), longestText) }
        },
      }
    },
  }
}

/** Why it could not be done, with what was given, and with the papers that may be meant. */
function problemOf(given: string, page: Reply): string {
  const Choices = z.object({
    papers: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })),
  })
  const { papers } = Choices.safeParse(page.data).data ?? { papers: [] }
  const why = page.summary.includes(given) ? page.summary : `“${given}”: ${page.summary}`
  return papers.length === 0 ? `${why}\n${wordsOf(page)}` : `${why}\nPerhaps:\n${linesOf(papers)}`
}

/** A page in words, without the buttons that nobody can press, and what nobody can type. */
export const wordsOf = (page: Reply): string => plainText({ ...withoutHints(page), actions: [] })

export const sentence = ({
  text,
  cites,
}: {
  text: string
  cites: readonly { paper: string; sentence: string }[]
}) => ({
  text,
  cites: cites.map(({ paper, sentence }) => ({ paper, sentence })),
})

/** A page of a list, and where the next one begins. */
export function pageOf<T>(all: readonly T[], { limit, offset }: { limit: number; offset: number }) {
  const end = offset + limit
  return { shown: all.slice(offset, end), next: end < all.length ? end : null }
}

/** Papers, a line each, by the ids that other tools take. */
export function linesOf(
  papers: readonly { id: string; title: string; url: string; shared?: readonly string[] }[],
  next: number | null = null,
): string {
  const lines = papers.map(({ id, title, url, shared = [] }) =>
    [`- ${title} (${id}) ${url}`, ...(shared.length === 0 ? [] : [`shares ${shared.join(', ')}`])].join('; '),
  )
  return [...lines, ...(next === null ? [] : [`More: call again with offset ${next}.`])].join('\n')
}
