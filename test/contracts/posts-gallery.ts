import { answersInWords } from '../../src/digests/reason.ts'
import { drawNothingNew, drawPost, drawTrouble } from '../../src/digests/view.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import type { Post } from '../../src/platform/deliver.ts'
import type { Exhibit } from './gallery.ts'
import { subscriptionOf } from './store-posts.ts'

const hostile = '<!channel> @everyone [free money](https://evil.example) **bold** `code` | table ' as const
const papers = Array.from({ length: 5 }, (_, index) =>
  makePaper({
    title: index === 0 ? `${hostile} title` : `Paper ${index}: ${'a long title '.repeat(index * 8)}`,
    abstract: 'We study things. '.repeat(30),
    source: 'test',
    url: `https://arxiv.org/abs/2503.0000${index}`,
  }),
)
const choices = papers.map((paper, index) => ({
  paper: paper.id,
  votes: index,
  why: index === 0 ? answersInWords([hostile]) : `${index} votes`,
  ...(index === 0 && { answers: [hostile] }),
  gist: [
    { text: index === 0 ? hostile : `Sentence ${index}. ${'It goes on and on. '.repeat(12)}`, cites: [] },
  ],
}))
const about = {
  subscription: subscriptionOf('s', 0, { topic: `${hostile} topic` }),
  day: '2025-03-13',
  late: true,
}
const post = drawPost({ turn: '0b0e3b4e-5a3a-4d53-9a0f-5b7a3c9d8e21', choices }, papers, about)
const urls = papers.map(({ url }) => url)

const formsOf = (name: string, { brief, details, whole }: Post): readonly Exhibit[] => [
  { name: `${name} in a channel`, reply: brief },
  { name: `${name} as one page`, reply: whole },
  ...details.map((reply, index) => ({ name: `${name}, paper ${index + 1}`, reply })),
]

/** Daily posts in each of their forms, with hostile papers and topics. */
export const postsGallery: readonly Exhibit[] = [
  ...formsOf('a daily post', post).map((exhibit, index) => (index < 2 ? { ...exhibit, urls } : exhibit)),
  ...formsOf('a day without papers', drawNothingNew(about)),
  ...formsOf('a word to an owner', drawTrouble({ ...about, kind: 'closed', why: hostile })),
]
