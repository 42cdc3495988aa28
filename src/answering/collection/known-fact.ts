import { askedFact, type Fact } from '../../language/asked-fact.ts'
import { codeAddress } from '../../papers/code-address.ts'
import { idLink, idNames, idSchemes } from '../../papers/ids.ts'
import { nameOf, namesIn } from '../../papers/names.ts'
import type { Paper } from '../../papers/paper.ts'
import type { FoundPaper, SearchResult } from '../../retrieval/search.ts'
import type { Listed } from './collection.ts'
import { dayOf, spaced } from './facts.ts'
import { inWords } from './words.ts'

/**
 * What is known beside its abstract of the one paper that a question is about, where it asks for just that; undefined for
 * any other question.
 *
 * @param named the papers that the question names
 */
export function knownFactOf(
  { question, carried, found }: { question: string; carried?: readonly string[]; found: SearchResult },
  named: readonly FoundPaper[],
): Listed | undefined {
  const fact = askedFact(question)
  if (fact === undefined) return undefined
  const known = named.length > 0 ? named : carried?.length === 1 ? found.papers : titled(question, found)
  const papers = known.map(({ paper }) => paper)
  if (fact === 'age') {
    const compared = papers.length > 1 ? papers : carried && found.papers.map(({ paper }) => paper)
    return compared && compared.length > 1 ? byAge(compared, found.searched) : undefined
  }
  const [only, ...more] = papers
  if (only && more.length === 0) return listed(inASentence(fact, only), [only], found.searched)
  // Of no paper is that known, whichever is meant.
  return fact === 'citations' || fact === 'funding'
    ? listed(`${neverKnown[fact]} is not known here.`, papers, found.searched)
    : undefined
}

const neverKnown = { citations: 'How often a paper is cited', funding: 'Who paid for the work' }

/** Which of several papers is the newest, with the days that are known. */
function byAge(papers: readonly Paper[], of: number): Listed {
  const dated = papers.toSorted((one, other) => (dayOf(other) ?? '').localeCompare(dayOf(one) ?? ''))
  const days = new Set(dated.map((paper) => dayOf(paper)))
  const [newest] = dated
  const day = newest && dayOf(newest)
  const head =
    !newest || day === undefined
      ? 'When they were published is not known here.'
      : days.size === 1
        ? `They are of the same day, ${inWords(day)}.`
        : days.has(undefined)
          ? 'Not of each of them it is known when it was published.'
          : `${calledBy(newest)} is the newest of them, of ${inWords(day)}.`
  return listed(head, dated, of)
}

/** The papers whose title has a name of the question, which no paper need have introduced ("the JEPA paper"). */
function titled(question: string, { papers }: SearchResult): readonly FoundPaper[] {
  const names = namesIn(question).map(({ name }) => name)
  return papers.filter(({ paper }) => names.some((name) => spaced(paper.title).includes(spaced(name))))
}

function listed(head: string, papers: readonly Paper[], of: number): Listed {
  return {
    kind: 'listed',
    head,
    papers,
    count: papers.length,
    of,
    order: null,
    page: 1,
    line: '',
  }
}

const calledBy = (paper: Paper): string =>
  paper.title.includes(nameOf(paper)) ? nameOf(paper) : `“${paper.title}”`

function inASentence(fact: Exclude<Fact, 'age'>, paper: Paper): string {
  const name = calledBy(paper)
  const { authors = [], published, date, upvotes, categories = [], keywords = [], ids = {} } = paper
  switch (fact) {
    case 'authors':
      return authors.length > 0
        ? `${name} was written by ${joined(authors)}.`
        : `Who wrote ${name} is not known here: its source names no authors.`
    case 'date': {
      const days = [
        published && `was published on ${inWords(published)}`,
        date && `was featured on ${inWords(date)}`,
      ]
      const known = days.filter((day) => typeof day === 'string')
      if (known.length === 0) return `When ${name} was published is not known here: its source gives no date.`
      return `${name} ${known.join(' and ')}${published ? '' : '; when it was published is not known here'}.`
    }
    case 'votes':
      return upvotes === undefined
        ? `How many votes ${name} has is not known here: its source gives none.`
        : `${name} has ${upvotes.toLocaleString('en')} ${upvotes === 1 ? 'vote' : 'votes'}.`
    case 'ids': {
      const known = idSchemes.flatMap((scheme) =>
        ids[scheme] === undefined ? [] : `${idNames[scheme]} ${ids[scheme]}`,
      )
      return known.length > 0 ? `${name} is ${joined(known)}.` : `No id of ${name} is known here.`
    }
    case 'link': {
      const [scheme] = idSchemes.filter((one) => ids[one] !== undefined)
      const at = scheme === undefined ? paper.url : idLink(scheme, ids[scheme] ?? '')
      const code = codeAddress(paper)
      return `${name} can be read at ${at}${code === undefined ? '' : `, and its code is at ${code}`}`
    }
    case 'citations':
      return `How often ${name} is cited is not known here.`
    case 'funding':
      return `Who paid for the work on ${name} is not known here.`
    case 'categories':
      return categories.length + keywords.length > 0
        ? `${name} is filed under ${joined([...categories, ...keywords])}.`
        : `Under what ${name} is filed is not known here.`
  }
}

const joined = (parts: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(parts)
