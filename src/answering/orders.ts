import { foldText } from '../papers/words.ts'

/**
 * Where a verb is an order: at the beginning of a sentence, or addressed to somebody. Elsewhere the same words ask
 * about papers ("which methods ignore the context", "do models generate code").
 */
const order = String.raw`(?:(?:^|[^\w\s-])\W{0,20}|\b(?:please|pls|kindly|now|then|just|instead|(?:can|could|will|would|must|should|shall|want|need|like) you(?: to)?|you (?:must|should|shall|will|can|may)) (?:now |then |just |please )?)`
/** Up to so many characters that do not lead on to papers: "show me papers about system prompts" asks for papers. */
const within = (most: number) =>
  String.raw`(?:(?!\b(?:papers?|abstracts?|articles?|studies|works?|methods?|authors?)\b).){0,${most}}`

const instructions = String.raw`(?:instructions?|rules?|prompts?|guidelines?|restrictions?|guard ?rails?)\b`

/** Attempts to give orders instead of asking, and tasks that have nothing to do with papers. */
const orders: readonly RegExp[] = [
  // To drop the rules.
  new RegExp(
    String.raw`${order}(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:${instructions}|(?:documents?|papers|abstracts|context|above|everything)\b)`,
  ),
  new RegExp(
    String.raw`\b(?:ignore|disregard|forget|override|bypass)\b.{0,20}\b(?:your|previous|prior|above|earlier|preceding)\b.{0,20}\b${instructions}`,
  ),
  /\b(?:developer|debug|god|jailbreak|dan|admin|maintenance) mode\b|\bjailbreak yourself\b/,
  // To reveal what is secret.
  new RegExp(
    String.raw`\b(?:reveal|print|show|list|repeat|output|leak|dump|display|tell me|give me|what(?:s| is| are))\b${within(40)}\b(?:system prompt|your (?:prompt|instructions?|rules)|hidden (?:prompt|instructions?|rules)|initial (?:prompt|instructions?)|developer message)\b`,
  ),
  new RegExp(
    String.raw`(?:(?:${order}|\band )(?:print|reveal|show|output|leak|dump|send|post|echo)|\b(?:tell|give) me)\b${within(60)}(?:\w+_(?:token|key|secret|password)\b|\b(?:env(?:ironment)?(?: variables?| values?)|api keys?|passwords?|credentials|secrets?|access tokens?|bot tokens?)\b)`,
  ),
  // To say something given, or as somebody else.
  /^\W*(?:please )?(?:repeat|say|echo|print|type|write|reply|respond|answer|output)(?: (?:exactly|only|back|after me|verbatim|with|the words?|this))+\b/,
  new RegExp(
    String.raw`${order}(?:reply|respond|answer) (?:only )?(?:with|using) (?:only|just|exactly|the word)\b`,
  ),
  /\breply only\b/,
  /\b(?:you are|youre|roleplay as)\b.{0,40}\b(?:now|gpt|dan|no rules|pirate|unrestricted|jailbroken|a |an |longer)\b/,
  new RegExp(
    String.raw`${order}(?:(?:act|behave) (?:as|like)|pretend (?:to|that|youre|you|i|im|we|were|this|it|its|there))\b|\bfrom now on\b`,
  ),
  /\b(?:follow|obey|execute|do what)\b.{0,20}\b(?:it|them|that|this|these|(?:the|its|those) (?:note|instructions?|orders?|commands?))\b/,
  /^\W*(?:system|assistant|developer|admin)\s*:/,
  // To write something else than answers.
  new RegExp(
    String.raw`(?:${order}(?:write|compose|create|generate|make|sing)(?: me| us)?|\b(?:write|compose|create|generate|make|sing) (?:me|us))(?: an?| some)? (?:\w+ ){0,3}(?:poem|song|shanty|story|haiku|limerick|essay|joke|rap|letter|e-?mail|recipe|code|script|program|ad|advert|tweet)\b`,
  ),
  /\btell (?:me|us) (?:an?|some|another) (?:\w+ ){0,3}(?:jokes?|story|stories|poem)\b/,
  // To call people.
  /@(?:everyone|here|channel)\b|<!(?:channel|here|everyone)/,
]

/**
 * Whether the text tries to steer the bot rather than to ask about papers. Only used to decline early and politely:
 * nothing depends on it for safety, since text from outside never becomes an instruction.
 */
export function givesOrders(text: string): boolean {
  const folded = foldText(text)
  return orders.some((pattern) => pattern.test(folded))
}
