import { anyOf, type Intent, intent } from './intent.ts'

/** What stands in family names in small letters. */
const particles = '(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|bin|ibn|al|el|ten|ter|zu|y)'
const part = "\\p{Lu}[\\p{L}.'’-]*"
const person = `${part}(?:\\s+(?:${particles}\\s+)*${part}){1,4}`
const named = new RegExp(`^(?:the author\\s+)?${person}(?:(?:,?\\s+and|,|\\s+&)\\s+${person}){0,9}$`, 'u')
const bibliographic = /^\p{Lu}[\p{L}'’-]+,\s*\p{Lu}[\p{L}.'’-]*$/u

/** Whether words are people's names, as they are written: what else one follows is a topic. */
export function isNamed(said: string): boolean {
  const name = said.trim()
  return name.length <= longest && (named.test(name) || bibliographic.test(name))
}

/** In UTF-16 units. */
const longest = 300
const question =
  /^(?:(?:for|this|the question)\b[\s:]*)?["“]?(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|should|will|would|has|have|whether|if)\b/i

/** Whether words are a question to be watched: "watch time prediction" is a topic. */
export const asksSomething = (said: string): boolean => question.test(said.trim())

const paper = '(?:(?:a|any|the next|some|new) )*(?:papers?|one|body|thing|stud(?:y|ies))'
const telling = '(?:tell|notify|ping|alert|let|inform) (?:me|us)(?: know)?(?: here)?'
const ofNamed = (name: string | undefined): string | undefined =>
  name !== undefined && isNamed(name) ? name : undefined

/** What people say of authors that they follow, and of questions that they wait to see answered. */
export const followingIntents: readonly Intent[] = [
  intent(
    'unfollow',
    anyOf(`
      (?:unfollow|stop following|(?:don'?t|do not) follow|no longer follow|no more(?: papers)? (?:by|of|from)) (?:papers (?:by|of|from) )?(?<name>.+?)(?: any ?more| any longer)?`),
    ({ name }) => name,
  ),
  intent(
    'follow',
    anyOf(`
      (?:follow|keep track of)(?: the author| everything (?:by|from)| (?:new )?papers (?:by|of|from)| the work of)? (?<name>.+?)(?:'?s? (?:papers|work))?
      (?:send|post|give|bring|show)(?: me| us)?(?: here)? (?:everything|(?:all|every|any)(?: new)? papers?|new papers) (?:by|of|from) (?<author>.+)
      ${telling} when(?:ever)? (?<person>.+?) (?:publishes|writes|has|posts|releases)(?: something(?: new)?| a(?: new)? paper| new papers?| anything)
      also (?:follow|bring papers (?:by|of|from)|everything by) (?<other>.+)`),
    ({ name, author, person, other }) => ofNamed(name ?? author ?? person ?? other),
  ),
  intent(
    'unwatch',
    anyOf(`
      (?:unwatch|stop watching|(?:don'?t|do not) watch|no longer watch)(?: (?:for|the question|this question))?:? (?<question>.+?)(?: any ?more| any longer)?`),
    ({ question }) => question,
  ),
  intent(
    'watch',
    anyOf(`
      (?:watch|look out|wait)(?: for)?(?: an answer to| answers to)?(?: the question| this question| this)?: ?(?<question>.+)
      (?:watch|look out|wait)(?: for)? (?:an answer|answers) to (?:the question )?(?<asked>.+)
      ${telling} (?:when|once|as soon as|if) (?:${paper}|some${paper}|any${paper}) (?:answers|can answer|tells|says|shows|finds out|knows):? (?<wondered>.+)`),
    ({ question, asked, wondered }) => question ?? asked ?? wondered,
  ),
]
