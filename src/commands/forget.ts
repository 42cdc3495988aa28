import { PaperboyError } from '../lib/errors.ts'
import type { Output } from '../platform/json-output.ts'
import type { Request } from '../platform/request.ts'
import { hint, note, paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Command } from './command.ts'
import { forgetEverywhere, meEverywhere } from './forget-everywhere.ts'
import type { Services } from './services.ts'

export const forget: Command = {
  name: 'forget',
  group: 'here',
  audience: 'asker',
  mayUse: 'everyone',
  changes: 'own',
  quick: true,
  summary: 'Forget what you asked in this conversation, or everything about you',
  options: [
    {
      name: 'all',
      summary: 'all: also what others asked here; me everywhere: everything of yours, everywhere',
      kind: 'extent',
      required: false,
    },
  ],
  examples: ['forget', '/forget', 'forget me everywhere'],
  async *run({ request, rest }, services) {
    const everywhere = meEverywhere.exec(rest)
    if (everywhere) {
      yield { reply: await forgetEverywhere(request, everywhere.groups?.sure !== undefined, services) }
      return
    }
    const all = /\ball\b/i.test(rest)
    const { store } = services
    const { conversation, within, besides = [] } = request.where
    const { id } = request.who
    const which = within === undefined ? conversation : { within }
    const asked = await store.turns.askers(which)
    const ownHere = asked.get(id) ?? 0
    const others = asked.values().reduce((sum, turns) => sum + turns, 0) - ownHere
    const askedBesides = await Promise.all(besides.map((name) => store.turns.askers(name)))
    const own = askedBesides.reduce((sum, askers) => sum + (askers.get(id) ?? 0), ownHere)
    const turns = all ? own + others : own
    if (turns === 0) {
      yield { reply: nothingReply(others) }
      return
    }
    if (all && others > 0) await checkMayForgetAll(request)
    if (!/\byes\b/i.test(rest)) {
      yield { reply: sureReply(turns, all && others > 0) }
      return
    }
    let forgotten = await store.turns.forget(which, all ? undefined : id)
    for (const name of besides) forgotten += await store.turns.forget(name, id)
    yield { reply: forgottenReply(forgotten, all ? 0 : others, request, services) }
  },
}

/** @throws PaperboyError where what others asked is not this person's to forget */
async function checkMayForgetAll({ mayManage }: Request): Promise<void> {
  if (mayManage && (await mayManage())) return
  throw new PaperboyError(
    'You cannot make me forget what others asked here.',
    'Type forget for what you asked yourself. Those who manage this place can type forget all.',
    { type: ['forget', 'forget all'] },
  )
}

function sureReply(turns: number, all: boolean): Reply {
  const what = all
    ? `all ${questionsInWords(turns)} of this conversation`
    : turns === 1
      ? 'your question here'
      : `your ${questionsInWords(turns)} here`
  const words = `Shall I forget ${what}, with what I answered? This cannot be undone.`
  return reply({
    summary: words,
    tone: 'answer',
    audience: 'asker',
    blocks: [paragraph(words)],
    actions: [run('Forget', all ? 'forget all yes' : 'forget yes')],
  })
}

function forgottenReply(
  turns: number,
  others: number,
  { where }: Request,
  { rememberDays }: Pick<Services, 'rememberDays'>,
): Reply {
  const words = `Forgotten: ${questionsInWords(turns)}, with their answers and ratings.`
  return reply({
    summary: words,
    tone: 'answer',
    audience: 'asker',
    blocks: [
      paragraph(words),
      note(
        where.platform === 'terminal'
          ? 'The lines you typed stay in the history of this terminal.'
          : 'Messages already posted here stay, and so do subscriptions. See ',
        ...(where.platform === 'terminal' ? [] : [hint('forget me everywhere'), '.']),
        others > 0 ? ` I still know ${questionsInWords(others)} that others asked.` : '',
        rememberDays > 0 ? ` Conversations are forgotten after ${rememberDays} days.` : '',
      ),
    ],
    data: { forgotten: turns } satisfies Output<'forget'>,
  })
}

function nothingReply(others: number): Reply {
  const words =
    others > 0
      ? `I remember nothing you asked here, only ${questionsInWords(others)} that others asked.`
      : 'I remember nothing of this conversation.'
  return reply({
    summary: words,
    tone: 'answer',
    audience: 'asker',
    blocks: [paragraph(words)],
    data: { forgotten: 0 } satisfies Output<'forget'>,
  })
}

const questionsInWords = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'question' : 'questions'}`
