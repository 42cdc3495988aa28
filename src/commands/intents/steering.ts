import { listedParts, readWishes, type Wishes } from '../../digests/words.ts'
import { words } from './intent.ts'

/** A line as a command with what it is given. */
type Said = { name: string; rest: string }

const often = '(?:daily|weekly|morning)'
const post = `(?:${often} )?(?:posts?|digests?|newsletters?|updates?|briefings?|subscriptions?)`
/** What comes to a place: "it", "the daily posts", the id of one. */
const what = `(?<what>it|this|that|them|(?:the|our|my|these|those) ${post}|${post}|(?:the |our |my )?subscription (?<id>[a-z2-9]{4}))`
const again = '(?: again| now)?'
const hold = '(?:pause|suspend|snooze|mute|hold|stop)'
const span = '(?<span>(?:until|till?|for) .+?)'

const stopping = words(
  `(?:stop|end|cancel|quit|kill|drop|turn off|switch off|remove|delete)(?: (?:sending|posting))? ${what}(?: here)?`,
)
const pausing = words(`${hold}(?: ${what})?(?: here)? ${span}`)
const pausingNow = words(`(?:pause|suspend|snooze|mute) ${what}(?: here)?`)
const silence = words(`(?:no|nothing|no more)(?: more)?(?: ${post})?(?: here)? ${span}`)
const resuming = words(
  `(?:(?:resume|unpause|restart|continue|reactivate|unmute)(?: ${what})?|(?:start|turn|switch)(?: on)?(?: sending| posting)? ${what}(?: back)?(?: on)? again|(?:start|send|post) again)${again}`,
)
const changing = words(
  `(?:change|move|set|make|switch|put|shift|reschedule|send|post|bring|deliver|keep|limit|have|let)(?: (?:me|us))? ${what}(?: (?:come|be))?(?: (?<joint>to|into|so that it comes|to come))? (?<wish>.+)`,
)
const naming = words(
  `(?:change|switch|set|move) (?:the |our |my )?(?<part>topic|time|hour|days?|zone|time zone|number)(?: of (?:the |our |my )?(?:it|${post}))? to (?<wish>.+)`,
)
const counting = words(
  `(?:(?:send|post|give|bring|show)(?: me| us)? )?(?<wish>(?:only |just |at most |up to |no more than )?\\S+ papers?) (?:a|per|each|every) (?:day|post)`,
)
const tasting = words(
  `(?:(?:send|post|give|bring)(?: me| us)? )?(?<wish>(?:papers )?about .+ instead(?: of .+)?|(?:leave out|skip|no) (?:papers )?(?:about|on) .+)`,
)

/** What the parts of a subscription are called -> the word that leads them. */
const leads: Readonly<Record<string, string>> = { topic: 'about', time: 'at', hour: 'at', number: 'top' }

/**
 * A line that changes, stops, holds or resumes what comes to a place, and says so: "change it to 8:30", "pause the daily post
 * until January". What "it" is, the command finds out. Undefined for any other line.
 *
 * @param said without courtesies; at most a few hundred characters
 */
export function readSteering(said: string): Said | undefined {
  if (said.length > longest) return undefined
  return formsOf(said).reduce<Said | undefined>((read, form) => read ?? steeringIn(form), undefined)
}

function steeringIn(said: string): Said | undefined {
  const id = (groups: Groups) => groups?.id ?? 'it'
  const held = pausing.exec(said) ?? silence.exec(said)
  if (held?.groups?.span !== undefined && (held.groups.what !== undefined || isShort(said)))
    return { name: 'pause', rest: `${id(held.groups)} ${held.groups.span}` }
  const paused = pausingNow.exec(said)
  if (paused) return { name: 'pause', rest: id(paused.groups) }
  const stopped = stopping.exec(said)
  if (stopped) return { name: 'unsubscribe', rest: id(stopped.groups) }
  const resumed = resuming.exec(said)
  if (resumed) return { name: 'resume', rest: id(resumed.groups) }
  for (const form of [naming, changing, counting, tasting]) {
    const { part, joint, wish, ...groups } = form.exec(said)?.groups ?? {}
    if (wish === undefined) continue
    const lead = part === undefined ? (joint === undefined ? '' : 'at') : (leads[part.toLowerCase()] ?? '')
    const wishes = [wish, `${lead} ${wish}`.trim()].find(isUnderstood)
    if (wishes !== undefined) return { name: 'subscribe', rest: `edit ${id(groups)} ${wishes}` }
  }
  return undefined
}

/**
 * A line that is nothing but how posts should be: "only three papers", "london time", "weekdays". Whether it mentions
 * posts, or of papers that were just shown, only its conversation knows. Undefined for any other line.
 *
 * @param said without courtesies; at most a few hundred characters
 */
export function readWish(said: string): Said | undefined {
  if (said.length > longest) return undefined
  // Topics, authors and questions have words of their own; papers may be meant by anything else.
  const isWish = (form: string) => isUnderstood(form) && !hasSubject(readWishes(form).wishes)
  const wish = formsOf(said).find(isWish)
  return wish === undefined ? undefined : { name: 'subscribe', rest: `edit it ${wish}` }
}

/** A line and what is left of it without what people add to a wish. */
const formsOf = (said: string): readonly string[] =>
  [said, withoutRemark(said)].flatMap((one) => [one, one.replace(sufficing, '')])

/** "Changed my mind, start it again": a few words in front of what is wanted. */
const withoutRemark = (said: string): string => said.replace(/^[^,;.!?–-]{1,40}[,;.!–-]+\s+(?=\S)/u, '')
/** "Once a week is enough". */
const sufficing =
  /\s+(?:is|are|would be|will be|will do|'?s)(?: (?:more than|quite))?(?: (?:enough|fine|better|plenty|ok(?:ay)?))?$/i

type Groups = Readonly<Partial<Record<string, string>>> | undefined

/** In UTF-16 units: who writes more says something else. */
const longest = 200
const isShort = (said: string): boolean => said.length <= 60

const hasSubject = (wishes: Wishes) =>
  (['topic', 'follow', 'unfollow', 'watch', 'unwatch'] as const).some((part) => part in wishes)

/** Whether every word is one of how posts should be, or a zone that is still to be asked about. */
function isUnderstood(said: string): boolean {
  const { wishes, unknown, ambiguous } = readWishes(said)
  const parts: readonly (keyof Wishes)[] = [
    ...(['topic', 'minute', 'days', 'zone', 'top', 'quiet'] as const),
    ...listedParts,
  ]
  return (
    unknown === undefined && (ambiguous !== undefined || parts.some((part) => wishes[part] !== undefined))
  )
}
