import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { firstIds, idsIn, idsOfDoi } from '../ids.ts'
import { makePaper, type RawPaper } from '../make-paper.ts'
import type { Paper } from '../paper.ts'
import { authorsInLine, displayName } from './authors.ts'
import { partialDay } from './dates.ts'
import type { Chunk, ReadChunk } from './format.ts'
import { withoutMarkup } from './markup.ts'

/** An element in the order of its children: `{ name: [children], ':@': attributes }` or `{ '#text': … }`. */
type Node = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: true,
})

/** EndNote's XML, as Zotero and Mendeley export it, too. */
export const readEndnote = reader('record', (record) => {
  const dates = within(record, 'dates')
  return {
    title: textOf(within(record, 'titles'), 'title'),
    abstract: textOf(record, 'abstract'),
    source: 'endnote',
    authors: children(within(record, 'contributors'), 'authors').flatMap((list) =>
      children(list, 'author').map((one) => displayName(allText(one))),
    ),
    published: partialDay(allText(within(dates, 'pub-dates'))) ?? partialDay(textOf(dates, 'year')),
    keywords: children(within(record, 'keywords'), 'keyword').map(allText),
    ids: firstIds([
      idsOfDoi(textOf(record, 'electronic-resource-num')),
      ...['accession-num', 'urls', 'custom1', 'notes', 'electronic-resource-num'].map((name) =>
        idsIn(textOf(record, name)),
      ),
    ]),
  }
})

/** Atom: arXiv's query API, journals, Zotero. */
export const readAtom = reader('entry', (entry) => {
  const links = children(entry, 'link').map(hrefOf)
  return {
    ...feedText(textOf(entry, 'title'), textOf(entry, 'summary') || textOf(entry, 'content')),
    source: 'feed',
    authors: children(entry, 'author').map((author) => textOf(author, 'name') || allText(author)),
    published: partialDay(textOf(entry, 'published') || textOf(entry, 'updated')),
    url: links.find((link) => /^https?:/.test(link)),
    categories: children(entry, 'category')
      .map((category) => attribute(category, 'term'))
      .filter((term) => /^[a-z-]+(?:\.[A-Za-z-]+)?$/.test(term)),
    ids: firstIds([idsOfDoi(textOf(entry, 'doi')), ...[textOf(entry, 'id'), ...links].map(idsIn)]),
  }
})

/** RSS in all versions: arXiv's, journals'. */
export const readRss = reader('item', (item) => {
  const link = textOf(item, 'link')
  return {
    ...feedText(textOf(item, 'title'), textOf(item, 'description') || textOf(item, 'encoded')),
    source: 'feed',
    authors: children(item, 'creator').flatMap((creator) => authorsInLine(allText(creator))),
    published: partialDay(textOf(item, 'pubDate') || textOf(item, 'date') || textOf(item, 'publicationDate')),
    url: link,
    categories: children(item, 'category')
      .map(allText)
      .filter((term) => /^[a-z-]+\.[A-Za-z-]+$/.test(term)),
    ids: firstIds([
      idsOfDoi(textOf(item, 'doi')),
      ...[textOf(item, 'identifier'), textOf(item, 'guid'), link].map(idsIn),
    ]),
  }
})

/** What stands in front of arXiv's abstracts, and HTML in feeds, which is written as text. */
function feedText(title: string, abstract: string) {
  const plain = withoutMarkup(abstract).replace(
    /^\s*arXiv:\S{1,30} Announce Type: [\s\S]{0,60}?\bAbstract:\s*/,
    '',
  )
  return { title: withoutMarkup(title), abstract: plain }
}

/** Reads every element of a name by itself, so that what is wrong with one costs no other. */
function reader(name: string, rawOf: (element: Node) => RawPaper): ReadChunk {
  return ({ text, first }: Chunk) => {
    const papers: Paper[] = []
    const warnings: { line: number; what: string }[] = []
    for (const { xml, line } of elementsOf(text, name, first)) {
      const read = paperOf(xml, (what) => warnings.push({ line, what }))
      if (typeof read === 'string') warnings.push({ line, what: read })
      else papers.push(read)
    }
    return { papers, warnings }
  }

  function paperOf(xml: string, onCut: (what: string) => void): Paper | string {
    // What namespaces mean stands outside of the element; a declared entity is never expanded.
    if (/<!DOCTYPE|<!ENTITY/i.test(xml) || XMLValidator.validate(xml) !== true)
      return 'Left out: not valid XML.'
    const [element] = children({ root: parser.parse(xml) }, name, 'root')
    const raw = element && rawOf(element)
    if (!raw || raw.title.trim() === '') return 'Left out: no title.'
    const paper = makePaper(raw, onCut)
    return paper.title === '' ? 'Left out: the title has no visible text.' : paper
  }
}

/** The elements of a name in a text, from one beginning to the next; an element never holds another one of its name. */
function elementsOf(text: string, name: string, first: number) {
  const found: { xml: string; line: number }[] = []
  const open = new RegExp(`<(?:\\w{1,20}:)?${name}(?=[\\s>])`, 'g')
  const starts = [...text.matchAll(open)].map(({ index }) => index)
  const close = new RegExp(`</(?:\\w{1,20}:)?${name}>`)
  let [line, read] = [first, 0]
  for (const [place, start] of starts.entries()) {
    line += text.slice(read, start).split('\n').length - 1
    read = start
    const part = text.slice(start, starts[place + 1])
    const end = close.exec(part)
    found.push({ xml: end ? part.slice(0, end.index + end[0].length) : part, line })
  }
  return found
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** The children of an element that have a name. */
function children(element: Node | undefined, name: string, own = nameOf(element)): readonly Node[] {
  const list = element?.[own]
  return Array.isArray(list) ? list.filter((child): child is Node => isNode(child) && name in child) : []
}

const nameOf = (element: Node | undefined) => Object.keys(element ?? {}).find((key) => key !== ':@') ?? ''
const within = (element: Node | undefined, name: string): Node | undefined => children(element, name)[0]
const textOf = (element: Node | undefined, name: string): string => allText(within(element, name)).trim()

function allText(element: Node | undefined): string {
  const list = element?.[nameOf(element)]
  if (typeof list === 'string') return list
  return Array.isArray(list) ? list.map((child) => (isNode(child) ? allText(child) : '')).join('') : ''
}

function attribute(element: Node, name: string): string {
  const attributes = element[':@']
  const value = isNode(attributes) ? attributes[name] : undefined
  return typeof value === 'string' ? value : ''
}

const hrefOf = (link: Node) => attribute(link, 'href') || allText(link)
