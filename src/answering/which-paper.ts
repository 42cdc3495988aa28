import { type IdMention, idKeys, idMentions } from '../papers/ids.ts'
import { foldName, nameOf, namesIn, namesOf } from '../papers/names.ts'
import type { Paper } from '../papers/paper.ts'
import { stemmedText } from '../papers/stemmed-text.ts'
import { paperText } from '../retrieval/paper-text.ts'
import type { Search } from '../retrieval/search.ts'
import type { Store, Turn } from '../store/store.ts'
import { describedPaper } from './conversation/follow-up.ts'
import { meantInstead } from './conversation/restate.ts'

/** Fewer letters than these are no title. */
const shortestTitle = 6
/** Papers that are offered where several may be meant. */
const mostOffered = 5
/** "the self-supervised paper on recommending items": what follows tells it from the others. */
const saysMore = /^\s+paper\s+(?:about|on|with|from|by|that|which|for|using|of)\b/i

/** Which paper words mean that only describe it. */
export function createWhichPaper({ search, store }: { search: Search; store: Pick<Store, 'papers'> }) {
  return {
    /** The papers whose ids or links a line holds, and the line with their titles instead. */
    async ofIds(line: string) {
      const mentions = idMentions(line)
      if (mentions.length === 0) return undefined
      const known = await Promise.all(
        mentions.map(async ({ ids }) => (await store.papers.get(idKeys(ids))).at(0)),
      )
      const papers = known.filter((paper) => paper !== undefined)
      if (papers.length === 0) return undefined
      const question = mentions.reduceRight((text, { start, end }, place) => {
        const paper = known[place]
        return paper ? `${text.slice(0, start)}${nameOf(paper)}${text.slice(end)}` : text
      }, line)
      return { papers, question: /[^\s?.!]/.test(leftOf(line, mentions)) ? question : `what is ${question}?` }
    },

    /** The paper of a name, or the only one whose title holds the words. */
    async called(name: string): Promise<Paper | undefined> {
      const [named] = await store.papers.named(name, 1)
      if (named) return named
      const [titled, ...more] = name.length < shortestTitle ? [] : await store.papers.titled(name, 2)
      return more.length > 0 ? undefined : titled
    },

    /**
     * The last question and the paper that was meant, where a line says that another one was: "no, I meant the drone swarm
     * one". Undefined where it corrects nothing.
     *
     * @param history the turns that the line leans on, nearest first
     */
    async instead(
      line: string,
      history: readonly Turn[],
    ): Promise<{ question: string; paper: Paper } | undefined> {
      const meant = meantInstead(line)
      const last = history.find((turn) => turn.question !== undefined)
      if (meant === undefined || last?.question === undefined) return undefined
      // Of several that were shown, one is meant; beside the only one, another.
      const [only, ...more] = last.papers
      const { papers, relevant } = await search(meant, more.length > 0 ? { among: last.papers } : {})
      const found = papers.find(({ paper }) => more.length > 0 || paper.id !== only)
      return found && relevant ? { question: last.question, paper: found.paper } : undefined
    },

    /**
     * The papers that "the drone paper" may be, best first, where all its words stand in several; none where it is clear:
     * words that stand together in one paper alone mean that one, wherever else they are scattered.
     */
    async several(question: string): Promise<readonly Paper[]> {
      const { what, rest } = describedPaper(question) ?? {}
      if (what === undefined || rest === undefined || namesIn(rest).length > 0) return []
      if (saysMore.test(question.slice(question.indexOf(what) + what.length))) return []
      const named = await store.papers.named(what, mostOffered)
      const isName = named.some((paper) =>
        namesOf(paper).some(({ name, introduced }) => introduced && foldName(name) === foldName(what)),
      )
      if (isName) return []
      const { papers } = await search(what)
      const fitting = papers.filter(({ fit }) => fit.coverage === 1)
      const together = stemmedText(what)
      const whole = fitting.filter(({ paper }) => paperText(paper).all.includes(together))
      return fitting.length > 1 && whole.length !== 1
        ? fitting.slice(0, mostOffered).map(({ paper }) => paper)
        : []
    },
  }
}

/** What a line says beside ids. */
const leftOf = (line: string, mentions: readonly IdMention[]) =>
  mentions.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), line)
