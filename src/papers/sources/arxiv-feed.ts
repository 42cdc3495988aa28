import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { PaperboyError } from '../../lib/errors.ts'

/** Elements of which there may be several, so that a single one is a list as well. */
const repeated = new Set(['entry', 'item', 'author', 'category', 'link', 'doi', 'DOI'])

/** Prefixes and the order of elements are the server's own business: both have changed before. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  htmlEntities: true,
  isArray: (name) => repeated.has(name),
})

/**
 * An XML feed as plain objects: attributes with `@` before their names, text as it is. A document that declares a type
 * is refused, so that no entity is ever expanded but those of XML and HTML themselves.
 *
 * @throws PaperboyError when it is no XML
 */
export function parseFeed(xml: string): unknown {
  try {
    if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new Error('It declares a document type.')
    return parser.parse(xml)
  } catch (cause) {
    throw notAFeed(xml, cause)
  }
}

/** What is said when something else than a feed came, such as a page of a proxy. */
export function notAFeed(text: string, cause?: unknown): PaperboyError {
  return new PaperboyError(
    `arXiv answered with something other than a feed${startsLikeAPage(text) ? ', namely a web page' : ''}.`,
    'Check ARXIV_URL, and any proxy in between.',
    { cause },
  )
}

/** What came is not shown: it may be anything, from anywhere. */
function startsLikeAPage(text: string): boolean {
  return /^\s{0,100}<(?:!doctype )?html\b/i.test(text)
}

/** The text of an element, which has attributes or has none. */
export const elementText = z.union([
  z.string(),
  z.object({ '#text': z.string().default('') }).transform((element) => element['#text']),
])
