import { modelOf } from '../fakes/scripted-model.ts'
import type { Scene } from './scene.ts'

/** A line of the scenes in other languages: what it means, and what is written on it from the sentence that holds it. */
type Meant = { question: string; language: string } & (
  | { kind: 'content'; says: string; from: string }
  | { kind: 'command' | 'conversation' }
)

const meant: Readonly<Record<string, Meant>> = {
  '¿cuántas economías cubre el índice de vulnerabilidad marítima?': {
    question: 'How many economies does the maritime connectivity vulnerability index cover?',
    ...{
      kind: 'content',
      language: 'Spanish',
      says: 'El índice cubre 185 economías.',
      from: '185 economies over',
    },
  },
  'Wie viele Stunden Sprache enthält Voice of India?': {
    question: 'How many hours of speech does Voice of India contain?',
    ...{ kind: 'content', language: 'German', says: 'Es sind 536 Stunden.', from: '536 hours' },
  },
  'de combien HYVE réduit-il les tokens ?': {
    question: 'By how much does HYVE reduce the tokens?',
    ...{ kind: 'content', language: 'French', says: 'De 50 à 90 %.', from: 'reduces token usage' },
  },
  'et la latence ?': {
    question: 'By how much does HYVE reduce the latency?',
    ...{ kind: 'content', language: 'French', says: "Jusqu'à 83 %.", from: 'reduces latency' },
  },
  'PhageBench有多少样本？': {
    question: 'How many samples does PhageBench contain?',
    ...{ kind: 'content', language: 'Chinese', says: '5,600个样本。', from: '5,600 high-quality' },
  },
  '哈哈，午饭吃什么？': { question: 'Haha, what is for lunch?', language: 'Chinese', kind: 'conversation' },
  '家紋のデータセットには合成の紋が何枚ありますか？': {
    question: 'How many synthetic crests does the data set of family crests contain?',
    ...{ kind: 'content', language: 'Japanese', says: '20,000枚です。', from: '20,000 synthetic' },
  },
  'Wie viele Bilder hat DetailVerifyBench?': {
    question: 'How many images does DetailVerifyBench have?',
    ...{ kind: 'content', language: 'German', says: 'Es sind 1.000 Bilder.', from: '1,000 high-quality' },
  },
  'Danke dir, das reicht mir schon': {
    question: 'Thank you, that is enough for me',
    ...{ kind: 'conversation', language: 'German' },
  },
  'quante partite sono state simulate per lo scambio dei regali?': {
    question: 'How many games were simulated for the gift exchange?',
    ...{ kind: 'content', language: 'Italian', says: 'Sono 240.000 partite.', from: '240,000 games' },
  },
  'Abonniere Medizin um 9:00': {
    question: 'subscribe about medicine at 9:00',
    ...{ kind: 'command', language: 'German' },
  },
  'bitte auf 7:45 verschieben': {
    question: 'change it to 7:45',
    ...{ kind: 'command', language: 'German' },
  },
  'pausa o post diário até segunda-feira': {
    question: 'pause the daily post until Monday',
    ...{ kind: 'command', language: 'Portuguese' },
  },
}

/** Whether a scene is in another language than English, as far as Paperboy is told of it. */
export const needsModel = ({ messages }: Scene): boolean =>
  messages.some(({ text }) => meant[lineOf(text)] !== undefined)

const lineOf = (text: string): string => text.replace('@Paperboy', '').trim()

/** Understands the lines of the scenes, and writes on them. */
export const modelOfScenes = modelOf({
  understanding(line) {
    const said = meant[line]
    return said ? { question: said.question, language: said.language, kind: said.kind, papers: [] } : {}
  },
  answer(prompt) {
    const said = Object.values(meant).find(({ question }) => prompt.includes(question))
    if (said?.kind !== 'content') return { claims: [], not_stated: [] }
    const [, id] = new RegExp(`^\\[([\\d.]+)\\].*${said.from}`, 'm').exec(prompt) ?? []
    return { claims: id === undefined ? [] : [{ cites: [id], text: said.says }], not_stated: [] }
  },
  judge: (claims) => claims.map(({ label }) => ({ claim: label, verdict: 'supported', why: '' })),
})
