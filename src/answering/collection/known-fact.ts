import { askedFact, type Fact } from '../../language/asked-fact.ts'
import { idLink, idNames, idSchemes } from '../../papers/ids.ts'
import { nameOf } from '../../papers/names.ts'
import type { Paper } from '../../papers/paper.ts'
import type { Listed } from './collection.ts'
import { inWords } from './words.ts'

/** What is known of a paper beside its abstract, where a question asks for just that; undefined for any other question. */
export function knownFact(question: string, paper: Paper, of: number): Listed | undefined {
  const fact = askedFact(question)
  if (fact === undefined) return undefined
  return {
    kind: 'listed',
    head: inASentence(fact, paper),
    papers: [paper],
    count: 1,
    of,
    order: null,
    page: 1,
    line: '',
  }
}

function inASentence(fact: Fact, paper: Paper): string {
  const name = paper.title.includes(nameOf(paper)) ? nameOf(paper) : `“${paper.title}”`
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
      return `${name} can be read at ${scheme === undefined ? paper.url : idLink(scheme, ids[scheme] ?? '')}`
    }
    case 'categories':
      return categories.length + keywords.length > 0
        ? `${name} is filed under ${joined([...categories, ...keywords])}.`
        : `Under what ${name} is filed is not known here.`
  }
}

const joined = (parts: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(parts)
