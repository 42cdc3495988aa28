import { LRUCache } from 'lru-cache'
import { speaksAmongPeople } from '../language/among-people.ts'
import { asks } from '../language/asks.ts'
import type { Turn } from '../store/store.ts'

/** A message of a talk that Paperboy is called into, or of its own. */
export type Said = {
  /** As the platform calls the message. */
  id: string
  /** Who said it: a person's id, another program, or Paperboy itself. */
  by: { person: string; name?: string } | 'program' | 'us'
  /** As its author typed it. */
  text: string
  /** Where the platform keeps its words from Paperboy: what to do so that it reads them. */
  withheld?: string
}

/** A line that neither mentions Paperboy nor anybody else, nor replies to somebody, in a talk that Paperboy is part of. */
export type Overheard = {
  line: string
  asker: string
  /** What was said before it in the same place, oldest first, as far as this process heard. */
  before: readonly Said[]
  /** The latest turns of the conversation, newest first. */
  turns: readonly Pick<Turn, 'person' | 'papers'>[]
  /** What is answered there, if that was set. */
  answers?: 'mentions' | 'follow-ups' | 'questions' | undefined
  /** Said to a whole channel: no talk that Paperboy is part of. */
  isOpen?: boolean
}

/** How much of a talk is remembered, and of how many: a thread of people is read back so far at most. */
export const remembered = { messages: 20, characters: 2_000, talks: 2_000 }

/**
 * Whether an overheard line may be meant for Paperboy, so that it is worth finding out whether it can be answered: said
 * right after what Paperboy said, by the person whom that answered, or by anybody below a post or a list. If anyone else
 * has spoken since, it has become a talk between people, as it does by a line that mentions one of them; a button that
 * somebody pressed is no talk with them. Where every question is answered, a line that ends with a question mark is
 * enough; where only mentions are, no line is.
 */
export function mayBeMeant({ line, asker, before, turns, answers, isOpen }: Overheard): boolean {
  if (answers === 'mentions' || isCode(line) || !saysSomething(line)) return false
  if (answers === 'questions' && line.trimEnd().endsWith('?')) return true
  if (isOpen || speaksAmongPeople(line)) return false
  const at = before.findLastIndex(({ by }) => typeof by === 'string' || by.person !== asker)
  const [last] = turns
  const isList = (last?.papers.length ?? 0) > 1
  // A process that has just begun has heard nothing yet.
  if (before.length === 0 || at < 0) return last?.person === asker || isList
  if (before[at]?.by !== 'us') return false
  const answered = before.slice(0, at).findLast(({ by }) => by !== 'us')?.by
  if (answered === undefined) return last !== undefined
  return isList || (typeof answered !== 'string' && answered.person === asker)
}

/** Whether a text mentions Paperboy amid its words, as people do who talk about it, by what a mention begins with. */
export function mentionsInPassing(text: string, mention: string): boolean {
  const at = text.indexOf(mention)
  return at >= 0 && saysSomething(text.slice(0, at)) && saysSomething(text.slice(text.indexOf('>', at)))
}

/**
 * Whether a text talks about Paperboy to others: it mentions it amid its words, and asks nothing. "I asked @Paperboy
 * yesterday, it knew" is for the other readers, "what do you know, @Paperboy, of DIN?" is not.
 */
export const speaksOfUs = (text: string, mention: string): boolean =>
  mentionsInPassing(text, mention) && !asks(text)

const saysSomething = (text: string): boolean => /[\p{L}\p{N}]/u.test(text)

/** A block of code is shown to people, unless it comes with a question that is asked in words besides. */
function isCode(line: string): boolean {
  const [words = '', ...code] = line.split('```')
  return code.length > 0 && !asks(words)
}

export type Earshot = ReturnType<typeof createEarshot>

/** What was said lately, talk by talk, as far as this process heard it: bounded, and forgotten with the process. */
export function createEarshot() {
  const talks = new LRUCache<string, readonly Said[]>({ max: remembered.talks })
  return {
    /** @param talk what the platform calls a thread or a channel */
    hear(talk: string, said: Said): void {
      const known = talks.get(talk) ?? []
      if (known.some(({ id }) => id === said.id)) return
      const cut = { ...said, text: said.text.slice(0, remembered.characters) }
      talks.set(talk, [...known, cut].slice(-remembered.messages))
    },
    /** What was said in a talk before a message, oldest first. */
    before(talk: string, id: string): readonly Said[] {
      const known = talks.get(talk) ?? []
      const at = known.findIndex((said) => said.id === id)
      return at < 0 ? known : known.slice(0, at)
    },
  }
}
