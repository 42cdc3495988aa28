import { paperText } from '../../retrieval/paper-text.ts'
import { type Concept, type Query, trust } from '../../retrieval/query.ts'
import { presence } from '../../retrieval/rank.ts'
import type { RankedPaper } from '../../retrieval/search.ts'
import { isNamed, namesByTitle } from './naming.ts'
import type { Wanted } from './question.ts'
import { saysWhereCodeIs } from './sentence-signs.ts'
import { unstatedMatter } from './unstated.ts'

/** The least share of a question that a paper must speak of, when the question does not name the paper; less where a conversation points at it. */
const leastCoverage = { found: 0.3, carried: 0.2 }
/** The same for questions why something is so: abstracts seldom say, and the premise is often wrong. */
const leastOfWhy = { found: 0.75, carried: 0.5 }

/** Measures a question turns on: an answer without them answers something else. */
const measures = new Set(
  `auc fid bleu rouge iou miou f1 map ndcg mrr rmse mae mse perplexity wer psnr ssim lpips kid logloss hits recall
  precision top1 latency throughput flops`.split(/\s+/),
)

/**
 * Why the abstracts do not answer a question, if they do not: it names or asks for something they never mention, or
 * nothing in it fits them. Undefined when an answer may be tried.
 */
export function reasonForSilence(
  question: string,
  query: Query,
  subjects: readonly RankedPaper[],
  wanted: Wanted,
  carried: boolean,
): string | undefined {
  const how = carried ? 'carried' : 'found'
  const judged = subjects.filter(
    ({ paper }, place) => place === 0 || wanted.list || wanted.comparison || isNamed(question, query, paper),
  )
  const papers = judged.map(({ paper }) => paper)
  const texts = papers.map(paperText)
  const holds = (concept: Concept) => texts.some(({ all }) => presence(concept, all) >= trust.corrected)
  const stranger =
    query.phrases.find(({ stems }) => !texts.some(({ all }) => all.includes(stems)))?.words ??
    query.concepts.find((concept) => isTelling(concept) && !holds(concept))?.word
  if (stranger !== undefined) return `None of the abstracts that fit mentions "${stranger}".`
  const matter = unstatedMatter(question, papers)
  if (matter) return `The abstracts that fit do not mention ${matter}.`
  const hasAddress = papers.some(({ abstract }) => saysWhereCodeIs(abstract))
  if (wanted.link && !hasAddress) return 'The abstracts that fit say nothing of code, nor give an address.'
  const best = Math.max(0, ...judged.map(({ score }) => score))
  if (why.test(question) && best < leastOfWhy[how]) return 'The abstracts that fit do not say why.'
  const pointed = papers.some((paper) => isNamed(question, query, paper) || namesByTitle(query, paper))
  return !pointed && best < leastCoverage[how] ? 'No abstract clearly speaks of this.' : undefined
}

const why = /^\W*(?:so |and )?(?:why|how come)\b/i

const isTelling = (concept: Concept) => concept.name || measures.has(concept.word)
