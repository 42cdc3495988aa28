import { type ListedPart, type Wishes, wishesTyped } from '../digests/words.ts'
import { PaperboyError } from '../lib/errors.ts'
import { isSameAuthor } from '../papers/same-author.ts'
import { note, run } from '../replies/build.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Command, Input, Shown } from './command.ts'
import { asksSomething } from './intents/following.ts'
import type { Services } from './services.ts'
import { subscribeTo } from './subscribe.ts'
import { edit } from './subscription-edit.ts'
import { checkMayUse, placeOf } from './subscription-place.ts'
import { type Taste, tasteAfter, tasteWishes } from './subscription-taste.ts'
import { usageReply } from './usage.ts'

const shared = {
  group: 'posts',
  audience: 'everyone',
  mayUse: 'subscribers',
  changes: 'place',
} as const satisfies Partial<Command>

export const follow: Command = {
  ...shared,
  name: 'follow',
  summary: 'Get every new paper of an author in the daily post here',
  options: [{ name: 'author', summary: 'first and last name', kind: 'person', required: true }],
  examples: ['follow Ada Lovelace', 'follow Ada Lovelace and Grace Hopper'],
  run: (input, services) => change(follow, 'follow', input, services),
}

export const unfollow: Command = {
  ...shared,
  name: 'unfollow',
  hidden: true,
  summary: 'Stop following an author',
  options: [{ name: 'author', summary: 'as subscriptions shows the name', kind: 'person', required: true }],
  examples: ['unfollow Ada Lovelace', 'stop following Grace Hopper'],
  run: (input, services) => change(unfollow, 'unfollow', input, services),
}

export const watch: Command = {
  ...shared,
  name: 'watch',
  summary: 'Get the answer to a question here, once a new paper gives it',
  options: [{ name: 'question', summary: 'what a new paper should answer', kind: 'wonder', required: true }],
  examples: ['watch does anything beat DIN on Taobao?', 'watch how many layers does a ranker need?'],
  run: (input, services) => change(watch, 'watch', input, services),
}

export const unwatch: Command = {
  ...shared,
  name: 'unwatch',
  hidden: true,
  summary: 'Stop watching a question',
  options: [{ name: 'question', summary: 'as subscriptions shows it', kind: 'wonder', required: true }],
  examples: [
    'unwatch does anything beat DIN on Taobao?',
    'stop watching how many layers does a ranker need?',
  ],
  run: (input, services) => change(unwatch, 'unwatch', input, services),
}

/** Changes the daily post that is meant; where none comes, one is made that brings nothing else. */
async function* change(
  command: Command,
  part: ListedPart,
  { request, rest }: Input,
  services: Services,
): AsyncIterable<Shown> {
  const said = rest.replace(/^(?:for|the (?:author|question)|this(?: question)?)[\s:]+(?=\S)/i, '').trim()
  if (said === '') {
    yield { reply: usageReply(command) }
    return
  }
  const isOfAuthors = part === 'follow' || part === 'unfollow'
  const told = isOfAuthors ? namesIn(said) : [asQuestion(said)]
  const wishes: Wishes = { [part]: told }
  const here = await services.store.subscriptions.at(placeOf(request))
  const isTakenBack = part === 'unfollow' || part === 'unwatch'
  // Where only one holds it, that is meant.
  const [held, other] = isTakenBack ? here.filter((one) => isChanged(one, wishes)) : []
  if (isTakenBack && !held) {
    await checkMayUse(shared, request, services, here[0])
    throw nothingSuch(part, told)
  }
  const id = held && !other ? held.id : 'it'
  const shown =
    here.length === 0
      ? await subscribeTo(wishesTyped(wishes), { request }, services)
      : await edit(id, wishesTyped(wishes), { request }, services)
  yield part === 'follow' ? await orTopic(told, shown, services) : shown
}

const isChanged = (taste: Taste, wishes: Wishes): boolean =>
  JSON.stringify(tasteWishes(tasteAfter(taste, wishes, 0))) !== JSON.stringify(tasteWishes(taste))

const nothingSuch = (part: 'unfollow' | 'unwatch', [said = '']: readonly string[]): PaperboyError =>
  new PaperboyError(
    `Nothing here ${part === 'unfollow' ? 'follows' : 'watches'} “${cleanLine(said, 80)}”.`,
    'Type subscriptions to list them.',
    { type: ['subscriptions'] },
  )

/** What is followed may be a topic that is written like a name, where no newer paper here is by such an author. */
async function orTopic(names: readonly string[], shown: Shown, { store }: Services): Promise<Shown> {
  const { reply: page } = shown
  const papers = await store.papers.between('0000', '9999', mostRead)
  const isKnown = (name: string) =>
    papers.some(({ authors = [] }) => authors.some((author) => isSameAuthor(author, name)))
  const unknown = names.filter((name) => !isKnown(name))
  if (page.tone !== 'answer' || unknown.length === 0) return shown
  const words = `No paper here is by ${new Intl.ListFormat('en', { type: 'disjunction' }).format(unknown)} yet.`
  const topics = unknown.map((name) => run(`About ${name} instead`, `subscribe about ${name}`))
  return {
    ...shown,
    reply: {
      ...page,
      blocks: [...page.blocks, note(words)],
      actions: [...(page.actions ?? []), ...topics.slice(0, 1)],
    },
  }
}

/** Papers that are looked through for an author, most votes first. */
const mostRead = 2_000

/** Marks at the end are lost where a line was said in other words. */
const asQuestion = (said: string): string => {
  const bare = said.replaceAll(/["“”]/g, '').trim()
  return /[?!.]$/.test(bare) || !asksSomething(bare) ? bare : `${bare}?`
}

/** "Ada Lovelace and Grace Hopper"; "Lovelace, Ada" is one. */
function namesIn(said: string): readonly string[] {
  const names = said
    .replaceAll('"', '')
    .split(/,? and |, | & |;/i)
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const isReversed =
    names.length === 2 && names.every((name) => !name.includes(' ')) && !/ and | & |;/i.test(said)
  return isReversed ? [names.toReversed().join(' ')] : names
}
