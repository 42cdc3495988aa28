import type { Wants } from '../answering/kind.ts'
import { latestListDay } from '../lib/clock.ts'
import { dayInWords } from '../papers/view.ts'
import type { Request } from '../platform/request.ts'
import { hint, paragraph, reply, run, text } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Services } from './services.ts'

/** What lines about the bot ask for. */
export type AboutBot = Extract<
  Wants,
  | 'who'
  | 'maker'
  | 'source'
  | 'stored'
  | 'private'
  | 'model'
  | 'languages'
  | 'files'
  | 'add'
  | 'post'
  | 'remove'
  | 'off'
  | 'trust'
  | 'mistakes'
  | 'web'
  | 'learns'
  | 'limits'
  | 'cost'
>

/** An answer about the bot, from how it is set up; undefined where that says nothing of what is asked. */
export async function aboutBot(
  asks: Wants,
  request: Request,
  services: Services,
): Promise<Reply | undefined> {
  const words = (await facts(request, services))[asks]
  if (words === undefined) return undefined
  return reply({
    summary: words.replaceAll('`', ''),
    tone: 'answer',
    blocks: [paragraph(...inHints(words))],
    actions: [
      run('What I can do', 'help'),
      ...(asks === 'stored' ? [run('Forget what I asked', 'forget')] : []),
    ],
  })
}

/** Own words, with what stands between backticks as lines to type. */
const inHints = (words: string) =>
  words.split('`').map((piece, index) => (index % 2 === 0 ? text(piece) : hint(piece)))

async function facts({ where }: Request, services: Services): Promise<Partial<Record<Wants, string>>> {
  const { store, engine, rememberDays, clock } = services
  const count = await store.papers.count()
  const [newest] = await store.papers.days(1, latestListDay(clock.now()))
  const papers = `${count.toLocaleString('en')} ${count === 1 ? 'paper' : 'papers'}`
  const { chatModel, embeddingModel, sources = [] } = engine
  const kept = rememberDays === 0 ? 'until someone has me forget them' : `for ${rememberDays} days`
  const isDirect = where.within !== undefined || where.posts?.kind === 'direct'
  const known: Record<AboutBot, string> = {
    who: `I am Paperboy, a program that answers questions about ${papers}. Everything I say is a sentence from an abstract, or is based on one, and I show which.`,
    maker:
      'I am Paperboy, an open-source program. The person who set me up here runs me and chose my papers.',
    source: `${sources.length > 0 ? `New papers come from ${sources.join(', ')} automatically.` : 'The person who runs me added my papers; no new ones arrive automatically here.'} There are ${papers}${newest ? `, the newest of ${dayInWords(newest.date)}` : ''}; I know their titles and abstracts.`,
    stored: `I keep your questions, my answers and what you thought of them, with your id on this platform, ${kept}. \`forget\` deletes what you asked in this conversation at once, \`forget me everywhere\` everything I know about you.${chatModel === undefined ? ' Nothing leaves the machine I run on.' : ` Questions and abstracts go to ${chatModel}, without your name.`}`,
    private: `${isDirect ? 'Only you and I are in this conversation.' : 'Everyone who can read this conversation can read my answers; only you can read a direct message to me.'} The person who runs me could read what I keep.`,
    model:
      chatModel === undefined
        ? `No language model writes my answers: I quote sentences of abstracts.${embeddingModel === undefined ? '' : ' A small model on this machine finds papers by meaning.'}`
        : `My answers are written by ${chatModel}, and every sentence is checked against the abstracts it cites.`,
    languages:
      chatModel === undefined
        ? 'I read English, and quote abstracts in their own language. Other languages need a language model, and there is none here.'
        : 'Ask in any language: I answer in yours. Quotes stay in the language of the abstracts.',
    files:
      'No: I cannot open files or pictures, and I know abstracts, not full texts. Name a paper by its title, arXiv id or link.',
    add: 'Say `add` with an id or link of arXiv, a DOI, the ACL Anthology, Semantic Scholar or PubMed. The person who runs me can also import files such as BibTeX, and set up sources that bring new papers every day.',
    post: 'Type `subscribe about diffusion models at 9:00`, with your own topic and time, and a post with new papers will come here.',
    remove:
      'The person who runs me can take a paper out for everybody; those who manage this place can `hide` it here. In daily posts, “More like this” moves similar papers up, and “Less like this” moves them down.',
    off: '`unsubscribe` ends the daily posts here. To get rid of me, remove me from the channel or server, as you would anyone else.',
    trust: `Each of my sentences carries the number of the abstract it is based on, and “Show evidence” shows the exact place.${chatModel === undefined ? ' Without a language model I only quote.' : ' Anything the abstracts do not support is left out.'} I cannot know whether the abstract is right.`,
    mistakes: `Yes. I can misread a question, quote a sentence that does not answer it, or miss the one that does${chatModel === undefined ? '' : '. What the language model writes is checked, and can still be wrong'}. “Show evidence” shows what I went by; \`feedback down\` tells the person who runs me that an answer was no good.`,
    web: `No, I do not look anything up on the web when you ask. I know the titles and abstracts of ${papers}. \`add\` with an id or link fetches one more.`,
    learns:
      'No. I keep what you ask and what you think of my answers, but no model learns from it. Only in daily posts do “More like this” and “Less like this” change which papers come.',
    limits:
      'I only find, compare and quote papers, by their titles and abstracts. I have no full texts, I do not calculate, write or draw anything for you, and I know nothing about the rest of the world.',
    cost: `I cost you nothing here.${chatModel === undefined ? '' : ' The person who runs me pays for the language model.'}`,
  }
  return known
}
