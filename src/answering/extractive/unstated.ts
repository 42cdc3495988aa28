import type { Paper } from '../../papers/paper.ts'
import { foldText } from '../../papers/words.ts'

/**
 * What people ask about papers and abstracts hardly ever say. Each row is one matter: words that ask for it, and words
 * of which one must stand in the abstract if it speaks of the matter after all (left out: the very words that asked).
 */
const unstated: readonly { matter: string; asks: RegExp; says?: RegExp }[] = [
  {
    matter: 'the authors or where they work',
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
    matter: 'training settings',
    asks: /\b(?:learning rates?|batch ?size|epochs?|optimi[sz]ers?|weight decay|dropout rate|warm-?up|random seeds?|hyper-?parameters?|(?:how many|number of) (?:layers|heads|epochs|steps|seeds)|attention heads|embedding (?:size|dimension))\b/,
  },
  {
    matter: 'the hardware, time or money it took',
    asks: /\b(?:gpus?|gpu[- ]?hours?|tpus?|a100s?|h100s?|hardware|training time|(?:took|takes?) to train|train(?:ed)? for|how long (?:did|does|do|was|were) (?:the |it |they |its |their )?(?:model )?(?:train\w*|takes?)|carbon|electricity|dollars?|budget|price[sd]?|vram)\b/,
    says: /\b(?:gpus?|tpus?|hardware|training time|price|budget)\b/,
  },
  {
    matter: 'the memory it takes or what it is written in',
    asks: /\bhow much (?:memory|ram|disk|storage)\b|\bmemory (?:usage|footprint|consumption)\b|\bprogramming language\b|\b(?:written|implemented|coded) in (?:which|what|pytorch|tensorflow|jax|python)\b|\b(?:which|what) (?:library|framework|toolkit) (?:do|did) they\b/,
    says: /\b(?:memory|ram|pytorch|tensorflow|jax|python|mindspore)\b/,
  },
  {
    matter: 'who took part, by age or origin',
    asks: /\bhow old\b|\bage of the\b|\b(?:nationality|salary|gender split)\b/,
    says: /\b(?:age|ages|aged|years old|gender)\b/,
  },
  {
    matter: 'licences, pages, figures or tables',
    asks: /\b(?:licen[cs]e|page count|how many pages|figures? \d|tables? \d|section \d|appendix|supplementary|equation \d)\b/,
  },
]

/** What a question asks for that the abstracts of these papers do not say, in words; undefined when there is none. */
export function unstatedMatter(question: string, papers: readonly Paper[]): string | undefined {
  const asked = foldText(question)
  const said = foldText(papers.map(({ title, abstract }) => `${title} ${abstract}`).join(' '))
  return unstated.find(({ asks, says }) => {
    const words = asks.exec(asked)?.[0]
    return words !== undefined && !(says ? says.test(said) : said.includes(words))
  })?.matter
}
