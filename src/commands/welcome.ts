import { latestListDay } from '../lib/clock.ts'
import { dayInWords } from '../papers/view.ts'
import type { Request } from '../platform/request.ts'
import { hint, list, note, paragraph, prose, reply, run, strong } from '../replies/build.ts'
import type { Prose, Reply } from '../replies/reply.ts'
import { setPlace } from '../store/place-settings.ts'
import type { Command } from './command.ts'
import type { Services } from './services.ts'

/** Example questions that are told, and that get a button. */
const told = 2

/** What somebody sees who meets Paperboy for the first time: what it is, what it knows, and how to ask it here. */
export const welcome: Command = {
  name: 'welcome',
  audience: 'everyone',
  mayUse: 'everyone',
  hidden: true,
  shows: 'home',
  quick: true,
  summary: 'What I am, what I know, and how to ask me here',
  options: [],
  examples: ['welcome', '/welcome'],
  async *run({ request }, services) {
    yield { reply: await welcomeReply(request, services) }
    const { posts } = request.where
    // A bot that comes back to a place is known there.
    if (request.introduced && posts)
      await setPlace(services.store.facts, posts, { welcomed: true }, services.clock.now())
  },
}

async function welcomeReply({ where, introduced, unasked }: Request, services: Services): Promise<Reply> {
  const { store, clock, examples } = services
  const count = await store.papers.count()
  const [newest] = await store.papers.days(1, latestListDay(clock.now()))
  const questions = (await examples()).slice(0, told)
  const papers = `${count.toLocaleString('en')} ${count === 1 ? 'paper' : 'papers'}`
  const upTo = newest ? `, the newest of ${dayInWords(newest.date)}` : ''
  const head = `Hello, I am Paperboy. I answer questions about ${papers}${upTo}.`
  return reply({
    summary: head,
    tone: 'answer',
    ...(introduced !== true && { audience: 'asker' as const }),
    blocks: [
      paragraph(strong(head)),
      paragraph(
        'Every sentence I say comes from an abstract, and carries its number. I know nothing beyond the abstracts.',
      ),
      ...(questions.length === 0 ? [] : [paragraph('For example:'), list(questions)]),
      note(...(unasked ? [fromElsewhere] : howToAsk(where))),
    ],
    actions: [
      ...questions.map((question) => run(question, `ask ${question}`)),
      run('What the papers are about', 'ask what are the main themes?'),
      // At home they stand below.
      ...(where.posts?.kind === 'direct' && unasked !== true
        ? [run('Newest papers', 'today'), run('Daily posts', 'subscriptions')]
        : []),
      run('What else I can do', 'help'),
    ],
    data: { papers: count, examples: [...questions] },
  })
}

/** Where nothing can be typed. */
const fromElsewhere = 'Ask me in a direct message, or mention me in a channel.'

/** How one speaks to Paperboy where this is read. */
function howToAsk({ platform, posts, within }: Request['where']): Prose {
  if (platform === 'terminal') return prose('Type a question, or ', hint('help'), '.')
  const words =
    within !== undefined || posts?.kind === 'direct'
      ? 'Just write your question here. Nobody else reads it.'
      : 'In a channel, mention me before your question; in my threads, just keep asking. Only you can read a direct message to me.'
  return prose(words)
}
