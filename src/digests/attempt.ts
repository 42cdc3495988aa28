import { type Held, LostError } from '../jobs/holder.ts'
import type { Clock } from '../lib/clock.ts'
import type { Paper } from '../papers/paper.ts'
import type { Deliver, Mark, Post } from '../platform/deliver.ts'
import { hiddenIn, hiding } from '../store/hidden.ts'
import type { Store, Turn } from '../store/store.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Compose, Composition } from './composition.ts'
import type { Delivery, Outcome } from './delivery.ts'
import { subscriptionInWords, unconfirmed } from './describe.ts'
import type { Composed, Notes, Trouble } from './progress.ts'
import { nextRun } from './schedule.ts'
import {
  type DrawWeek,
  drawNothingNew,
  drawPost,
  drawQuestion,
  drawTrouble,
  postText,
  weekOf,
} from './view.ts'

/** How long after its time, in milliseconds, a post says that it is late. */
const lateAfter = 30 * 60_000
/** How long a reader has to confirm, in milliseconds. */
const confirmedWithin = 72 * 3_600_000
/** How far, in milliseconds, a platform's clock may be behind ours. */
const clockSkew = 5 * 60_000

export type AttemptParts = {
  store: Pick<Store, 'papers' | 'turns' | 'shown' | 'workspaces' | 'subscriptions'>
  compose: Compose
  /** Nobody can say anything below its posts, or to their buttons. */
  isDeaf?: true
  /** For posts of once a week; left out, they have no picture. */
  drawWeek?: DrawWeek
  clock: Clock
}

/** One delivery with what is known of it. */
export type PostTask = { delivery: Delivery; subscription: Subscription; notes: Notes; held: Held }

/** What an attempt came to. */
export type AttemptResult = { outcome: Outcome } | { trouble: Trouble } | { again: number } | 'done'

export type Attempt = (task: PostTask, deliver: Deliver, signal: AbortSignal) => Promise<AttemptResult>

/**
 * Sends one post, or one word to an owner, or brings what an earlier attempt began to its end. What is noted comes
 * before what is done about it, so that an attempt may end anywhere: the next one finds the same post under the same
 * mark, and the same turn.
 *
 * @throws whatever may pass by itself
 */
export function createAttempt({ store, compose, drawWeek, clock, isDeaf }: AttemptParts): Attempt {
  return (task, deliver, signal) => {
    const { kind } = task.delivery
    if (kind === 'confirm') return confirm(task, deliver, signal)
    return kind === 'post' ? post(task, deliver, signal) : tell(task, deliver, signal)
  }

  /** Asks a reader once; what nobody confirmed in time is forgotten. */
  async function confirm(task: PostTask, deliver: Deliver, signal: AbortSignal): Promise<AttemptResult> {
    const { delivery, subscription, notes } = task
    if (subscription.paused !== unconfirmed) return 'done'
    const left = delivery.due.getTime() + confirmedWithin - clock.now().getTime()
    if (left <= 0) {
      await store.subscriptions.remove(subscription.id)
      return 'done'
    }
    if (notes.progress().begun) return { again: left }
    signal.throwIfAborted()
    const mark = markOf(task, { since: delivery.due, mayExist: false, signal })
    const receipt = await deliver(delivery.to, drawQuestion(subscription), mark)
    if (receipt.kind === 'closed') return { trouble: receipt }
    await notes.change({ begun: true })
    return { again: left }
  }

  async function post(task: PostTask, deliver: Deliver, signal: AbortSignal): Promise<AttemptResult> {
    const { delivery, subscription, notes } = task
    const { trouble, composed: before } = notes.progress()
    if (trouble) return { trouble }
    if (!before && (subscription.paused !== undefined || clock.now() >= nextDue(task)))
      return { outcome: 'skipped' }
    const { since, composition } = before ?? (await choose(task, signal))
    await makeKnown(task, { since, composition })
    // Papers that were taken out or hidden since then are not shown any more.
    const hidden = await hiddenIn(delivery.to, store)
    const papers = await hiding(hidden, () => store.papers.get(composition.choices.map(({ paper }) => paper)))
    const isEmpty = papers.length === 0
    if (isEmpty && subscription.quiet === 'silence') return { outcome: 'nothing-new' }

    signal.throwIfAborted()
    const drawn = await hiding(hidden, () => draw(task, { since, composition, papers }, signal))
    const receipt = await deliver(
      delivery.to,
      drawn,
      markOf(task, { since, mayExist: before !== undefined, signal }),
    )
    if (receipt.kind === 'closed') return { trouble: receipt }
    if (receipt.kind === 'lost') return { outcome: 'failed' }
    if (!isEmpty) await noteAnswers(task, shownOf(composition, papers))
    if (!isEmpty && !isDeaf) await beginConversation(task, { since, composition, papers, drawn, receipt })
    const { again } = receipt
    if (again !== undefined && clock.now().getTime() + again < nextDue(task).getTime()) return { again }
    return { outcome: isEmpty ? 'nothing-new' : 'sent' }
  }

  /** Questions below a post are about its papers. Idempotent. */
  async function beginConversation(
    { delivery, subscription }: PostTask,
    {
      since,
      composition,
      papers,
      drawn,
      receipt: { conversation },
    }: Composed & { papers: readonly Paper[]; drawn: Post; receipt: { conversation: string } },
  ): Promise<void> {
    const { platform, workspace } = delivery.to
    await store.turns.append(
      turnOf(shownOf(composition, papers), subscription, {
        conversation,
        at: since,
        answer: postText(drawn),
        ...(workspace !== undefined && { workspace: { platform, workspace } }),
      }),
    )
  }

  /** What is chosen is noted before anybody sees it: a second attempt sends the same. */
  async function choose({ subscription, notes }: PostTask, signal: AbortSignal): Promise<Composed> {
    const since = clock.now()
    const composition = await compose(subscription, signal)
    await notes.change({ composed: { since, composition } })
    return { since, composition }
  }

  /** From now on no other post shows these papers at its place, unless it comes to nothing. May be done again. */
  async function makeKnown(
    { delivery, held }: PostTask,
    { since, composition: { choices } }: Composed,
  ): Promise<void> {
    if (choices.length === 0) return
    if (!held.isMine()) throw new LostError()
    const papers = choices.map(({ paper, votes }) => ({ paper, votes }))
    await store.shown.add(delivery.to, delivery.id, papers, since)
  }

  /** A question that was answered is not watched any more; watching it again after that waits for another answer. */
  async function noteAnswers({ delivery, notes }: PostTask, { choices }: Composition): Promise<void> {
    const answered = new Set(choices.flatMap(({ answers = [] }) => answers))
    if (answered.size === 0 || notes.progress().answered) return
    await store.subscriptions.change(delivery.subscription, (known) => ({
      ...known,
      ...(known.watches && {
        watches: known.watches.map((one) =>
          one.answered === undefined && answered.has(one.question) ? { ...one, answered: delivery.day } : one,
        ),
      }),
    }))
    await notes.change({ answered: true })
  }

  /** The same however often it is drawn: whether it is late was decided with what it shows. */
  async function draw(
    { delivery, subscription }: PostTask,
    { since, composition, papers }: Composed & { papers: readonly Paper[] },
    signal: AbortSignal,
  ): Promise<Post> {
    const late = since.getTime() - delivery.due.getTime() > lateAfter
    const about = { subscription, day: delivery.day, late, ...(isDeaf && { isDeaf }) }
    if (papers.length === 0) return drawNothingNew(about)
    const week = isDeaf ? undefined : weekOf(about)
    const picture = week === undefined ? undefined : await drawWeek?.(week, signal)
    return drawPost(composition, papers, about, picture)
  }

  /** Whatever comes of it, an owner is told once. */
  async function tell(task: PostTask, deliver: Deliver, signal: AbortSignal): Promise<AttemptResult> {
    const { delivery, subscription, notes } = task
    const { trouble, begun } = notes.progress()
    if (!trouble) return { outcome: 'skipped' }
    await notes.change({ begun: true })
    signal.throwIfAborted()
    const drawn = drawTrouble({ subscription, day: delivery.day, ...trouble })
    const mark = markOf(task, { since: delivery.due, mayExist: begun === true, signal })
    const receipt = await deliver(delivery.to, drawn, mark)
    return { outcome: receipt.kind === 'posted' ? 'sent' : 'failed' }
  }
}

/** When the next post of the same subscription is due, and this one makes no sense any more. */
export const nextDue = ({ delivery, subscription }: Pick<PostTask, 'delivery' | 'subscription'>): Date =>
  nextRun(subscription.schedule, delivery.due).at

function markOf(
  { delivery, subscription, notes, held }: PostTask,
  { since, mayExist, signal }: Pick<Mark, 'since' | 'mayExist' | 'signal'>,
): Mark {
  const { posted } = notes.progress()
  return {
    key: delivery.id,
    about: {
      kind: delivery.kind,
      subscription: subscription.id,
      words: subscriptionInWords(subscription),
    },
    since: new Date(since.getTime() - clockSkew),
    mayExist,
    signal,
    isMine: held.isMine,
    ...(posted !== undefined && { posted }),
    note: (noted) => notes.change({ posted: noted }),
  }
}

/** A composition without what is not shown any more. */
function shownOf({ turn, choices }: Composition, papers: readonly Paper[]): Composition {
  const shown = new Set(papers.map(({ id }) => id))
  return { turn, choices: choices.filter(({ paper }) => shown.has(paper)) }
}

/** A post as a turn of its conversation, so that questions under it are about its papers. */
function turnOf(
  { turn, choices }: Composition,
  { owner, topic }: Subscription,
  shown: Pick<Turn, 'conversation' | 'at' | 'answer' | 'workspace'>,
): Turn {
  return {
    ...shown,
    id: turn,
    person: owner.id,
    line: topic === undefined ? 'today' : `search ${topic}`,
    papers: choices.map(({ paper }) => paper),
    claims: choices.flatMap(({ gist }) => gist),
  }
}
