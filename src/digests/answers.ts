import type { AnswerAmong } from '../answering/answer-among.ts'
import { hiddenIn, hiding } from '../store/hidden.ts'
import type { Store } from '../store/store.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { bareClaim, type Choice, type FindAnswers } from './composition.ts'
import { answersInWords } from './reason.ts'

/** New papers that a question is asked of: the latest. */
const mostNew = 2_000

/** Asks the papers that came since a question was watched, as anybody would ask them; what is not surely an answer is not one. */
export function createFindAnswers({
  store,
  answerAmong,
}: {
  store: Pick<Store, 'papers' | 'workspaces'>
  answerAmong: AnswerAmong
}): FindAnswers {
  return async (subscription, signal) =>
    hiding(await hiddenIn(subscription.to, store), () => findFor(subscription, signal))

  async function findFor({ watches = [] }: Subscription, signal: AbortSignal): Promise<readonly Choice[]> {
    const choices = new Map<string, Choice>()
    for (const { question, after, answered } of watches) {
      if (answered !== undefined) continue
      const added = await store.papers.addedAfter(after, mostNew)
      const papers = new Map(added.flatMap((paper) => (paper.withdrawn ? [] : [[paper.id, paper] as const])))
      if (papers.size === 0) continue
      for (const claim of await answerAmong(question, [...papers.keys()], signal)) {
        const paper = papers.get(claim.cites[0]?.paper ?? '')
        if (!paper) continue
        const known = choices.get(paper.id)
        const answers = [...new Set([...(known?.answers ?? []), question])]
        choices.set(paper.id, {
          paper: paper.id,
          votes: paper.upvotes ?? 0,
          why: answersInWords(answers),
          gist: [...(known?.gist ?? []), bareClaim(claim)],
          answers,
        })
      }
    }
    return [...choices.values()]
  }
}
