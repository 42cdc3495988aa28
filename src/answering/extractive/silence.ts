import type { Paper } from '../../papers/paper.ts'
import { foldText } from '../../papers/words.ts'
import { paperText } from '../../retrieval/paper-text.ts'
import type { Concept, Query } from '../../retrieval/query.ts'
import { presence } from '../../retrieval/rank.ts'
import type { RankedPaper } from '../../retrieval/search.ts'
import type { Wanted } from './question.ts'

/** The least share of a question that a paper must speak of, when the question does not name the paper. */
const leastCoverage = 0.45

/** The same for questions why something is so: abstracts seldom say, and the premise is often wrong. */
const leastCoverageOfWhy = 0.75

/**
 * What people ask about papers and abstracts hardly ever say. Each row is one matter: words that ask for it, and words
 * of which one must stand in the abstract if it speaks of the matter after all (left out: the very words that asked).
 */
const unstated: readonly { matter: string; asks: RegExp; says?: RegExp }[] = [
  {
    matter: 'who wrote a paper or where they work',
    asks: /\bwho (?:wrote|authored|are the authors|is the (?:first |last |lead )?author)|\bauthors?\b.{0,20}\b(?:from|at|work)\b|\b(?:affiliations?|universit(?:y|ies)|supervisor|(?:first|last|corresponding|lead) author|which lab|what lab|e-?mail)\b/,
    says: /\b(?:universit|affiliat)/,
  },
  {
    matter: 'where a paper was published',
    asks: /\b(?:conference|venue|journal|workshop|proceedings|accepted (?:at|to|by)|neurips|icml|iclr|cvpr|iccv|eccv|acl|emnlp|kdd|aaai|reviewers?|best paper|awards?)\b/,
  },
  {
    matter: 'how a paper was received',
    asks: /\b(?:citations?|cited|h-?index|stars|upvotes|downloads|retweets)\b/,
  },
  {
    matter: 'its training settings',
    asks: /\b(?:learning rates?|batch ?size|epochs?|optimi[sz]ers?|weight decay|dropout rate|warm-?up|random seeds?|hyper-?parameters?|(?:how many|number of) (?:layers|heads|epochs|steps|seeds)|attention heads|embedding (?:size|dimension))\b/,
  },
  {
    matter: 'what hardware, time or money the work took',
    asks: /\b(?:gpus?|gpu[- ]?hours?|tpus?|a100s?|h100s?|hardware|training time|(?:took|takes?) to train|train(?:ed)? for|how long did .*train|carbon|electricity|dollars?|budget|price[sd]?|vram)\b/,
    says: /\b(?:gpus?|tpus?|hardware|training time|price|budget)\b/,
  },
  {
    matter: 'its licence, or its pages, figures and tables',
    asks: /\b(?:licen[cs]e|page count|how many pages|figures? \d|tables? \d|section \d|appendix|supplementary|equation \d)\b/,
  },
]

/** Measures and verbs that a question turns on: an answer that lacks them answers something else. */
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
): string | undefined {
  const papers = (wanted.list || wanted.comparison ? subjects : subjects.slice(0, 1)).map(
    ({ paper }) => paper,
  )
  const texts = papers.map(paperText)
  const lacks = (concept: Concept) => texts.every((text) => presence(concept, text.all) === 0)
  const stranger =
    query.phrases.find(({ stems }) => !texts.some(({ all }) => all.includes(stems)))?.words ??
    query.concepts.find((concept) => isTelling(concept) && lacks(concept))?.word
  if (stranger !== undefined) return `None of the abstracts that fit mentions "${stranger}".`
  const matter = unstatedMatter(question, papers)
  if (matter) return `The abstracts that fit do not say ${matter}.`
  const best = Math.max(0, ...subjects.map(({ score }) => score))
  if (/^\W*(?:so )?why\b/i.test(question) && best < leastCoverageOfWhy)
    return 'The abstracts that fit do not say why.'
  if (!isAnchored(query, papers) && best < leastCoverage) return 'No abstract speaks of this.'
  return undefined
}

const isTelling = (concept: Concept) =>
  (concept.name && concept.terms.length === 1) || measures.has(concept.word)

function unstatedMatter(question: string, papers: readonly Paper[]): string | undefined {
  const asked = foldText(question)
  const said = foldText(papers.map(({ title, abstract }) => `${title} ${abstract}`).join(' '))
  return unstated.find(({ asks, says }) => {
    const words = asks.exec(asked)?.[0]
    return words !== undefined && !(says ? says.test(said) : said.includes(words))
  })?.matter
}

/** Whether a question points at one of the papers: by a name, or by several words of its title. */
function isAnchored(query: Query, papers: readonly Paper[]): boolean {
  return papers.some((paper) => {
    const { names, title } = paperText(paper)
    const own = query.concepts.filter((concept) => presence(concept, title) >= 0.9)
    const byName = query.concepts.some((concept) => concept.weight > 2.5 && presence(concept, names) >= 0.9)
    return byName || own.length >= 2
  })
}
