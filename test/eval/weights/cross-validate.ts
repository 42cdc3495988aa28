import { weights as shipped } from '../../../src/retrieval/weights.ts'
import { type BotOptions, withBot } from '../bot.ts'
import { readCollection } from '../collection/read-collection.ts'
import { foldForMatching } from '../matching.ts'
import type { Question } from '../questions.ts'
import { type QuestionSet, questionSets } from '../sets.ts'
import { type Field, formatLeftOut, leaveOneOut } from './leave-one-out.ts'
import { type PaperWeights, paperCandidates, paperField } from './paper-fields.ts'
import { type SentenceWeights, sentenceCandidates, sentenceField } from './sentence-fields.ts'

/** The question sets by their fields. Abstracts whose titles are the questions say nothing of finding papers. */
const fields = [
  {
    name: 'arXiv, computer science and others',
    papers: ['arxiv-2026', 'arxiv-winter'],
    sentences: ['arxiv-2026', 'arxiv-winter'],
  },
  { name: 'PubMedQA, medicine', papers: ['pubmedqa, neutral titles'], sentences: ['pubmedqa, own titles'] },
  {
    name: 'papers that ship',
    papers: ['own questions', 'own questions, later'],
    sentences: ['own questions', 'own questions, later'],
  },
]

/**
 * Chooses the weights of the ranking by cross-validation over fields: what the others would choose for each.
 *
 * @param collection a folder in BEIR's layout as one more field for finding papers; its vectors are kept in `keep`
 */
export async function crossValidate(collection?: { folder: string; keep?: string }): Promise<string> {
  const sets = new Map(questionSets().map((set) => [set.name, set]))
  const named = (names: readonly string[]) => names.flatMap((name) => sets.get(name) ?? [])
  const papers: Field<PaperWeights>[] = []
  const sentences: Field<SentenceWeights>[] = []
  for (const field of fields) {
    papers.push(await ofSets(named(field.papers), field.name, findingPapers))
    sentences.push(await ofSets(named(field.sentences), field.name, choosingSentences))
  }
  if (collection) {
    const { papers: documents, queries } = await readCollection(collection.folder)
    const options: BotOptions = collection.keep === undefined ? {} : { keep: collection.keep }
    const wanted = queries.map(({ text, grades }) => ({ text, grades }))
    papers.push(
      await withBot(documents, options, ({ services }) => paperField(collection.folder, services, wanted)),
    )
  }
  const { whole, sentence, words } = shipped.paper
  const part = (value: number) => String(Number(value.toFixed(2)))
  return [
    'Papers, by whole, best sentence and words (nDCG@10)',
    formatLeftOut(
      leaveOneOut(papers, paperCandidates, { whole, sentence, words }),
      (one) => `${part(one.whole)}, ${part(one.sentence)}, ${part(one.words)}`,
    ),
    'Sentences, by words and place beside the cosine, and how much of the title is taken out (complete)',
    formatLeftOut(
      leaveOneOut(sentences, sentenceCandidates, {
        words: shipped.sentence.words,
        place: shipped.sentence.place,
        titleTakenOut: shipped.titleTakenOut,
      }),
      (one) => `${part(one.words)}, ${part(one.place)}, ${part(one.titleTakenOut)}`,
    ),
  ].join('\n\n')
}

type Ask<Weighed> = (set: QuestionSet, name: string) => Promise<{ field: Field<Weighed>; asked: number }>

/** Several sets of one field count by their questions. */
async function ofSets<Weighed>(
  sets: readonly QuestionSet[],
  name: string,
  ask: Ask<Weighed>,
): Promise<Field<Weighed>> {
  const all: { field: Field<Weighed>; asked: number }[] = []
  for (const set of sets) all.push(await ask(set, name))
  const whole = all.reduce((sum, { asked }) => sum + asked, 0)
  return {
    name,
    score: (weights) => all.reduce((sum, { field, asked }) => sum + field.score(weights) * asked, 0) / whole,
  }
}

const findingPapers: Ask<PaperWeights> = async (set, name) => {
  const papers = await set.papers()
  const ids = new Map(papers.map(({ id, title }) => [foldForMatching(title), id]))
  const wanted = (await set.questions())
    .filter(({ answerable }) => answerable)
    .map((question) => ({
      text: question.question,
      grades: gradesOf(question, ids),
    }))
  const field = await withBot(papers, {}, ({ services }) => paperField(name, services, wanted))
  return { field, asked: wanted.length }
}

const choosingSentences: Ask<SentenceWeights> = async (set, name) => {
  const papers = await set.papers()
  const questions = await set.questions()
  const field = await withBot(papers, {}, ({ services }) => sentenceField(name, services, questions, papers))
  return { field, asked: questions.filter(({ answerable }) => answerable).length }
}

function gradesOf({ papers }: Question, ids: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  return new Map(
    papers.flatMap((title) => {
      const id = ids.get(foldForMatching(title))
      return id === undefined ? [] : [[id, 1] as const]
    }),
  )
}
