import { visibleText } from '../../papers/characters.ts'
import { sentencesOf } from '../../papers/sentences.ts'

/** Longer than this is no single statement. */
export const longestClaim = 600

/** Ids that a model repeats inside the text: [2.3], [2.3, 4.1], 【1】. */
const echoedIds = /\s*[[【][\^Ss]?\d{1,2}(?:\.\d{1,3})?(?:\s*[,;]\s*[\^Ss]?\d{1,2}(?:\.\d{1,3})?)*[\]】]/gu

/** A claim's text without invisible characters, echoed ids and stray white space. */
export function plainClaim(text: string): string {
  return visibleText(text).replace(echoedIds, '').replace(/\s+/g, ' ').trim()
}

const orders: readonly RegExp[] = [
  /^\W*(?:system|assistant|user|developer|human|instructions?|tool)\s*(?:prompt|message)?\s*[:>\]]/i,
  /<\|[^|]*\|>|\[\/?(?:INST|SYS)\]|<<\/?SYS>>|^#{2,}\s/i,
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules?|guidelines|documents?|everything|context)\b/i,
  /\b(?:system prompt|developer message|you are now|from now on,? you|as an ai\b|as a language model|your (?:instructions|rules|prompt))/i,
  /\b(?:api[_ ]?key|password|bot[_ ]token|app[_ ]token|secret key)\b|\b(?:sk|xox[abp])-[\w-]{6,}/i,
]
const mentions = /(?:^|[^\w.])@(?:everyone|here|channel)\b|<[@#!&][^>]*>|<@|<!/i

/**
 * Why a text must not be shown as anybody's sentence, or undefined: it talks to a machine (a forged turn, "ignore
 * previous instructions", credentials) or calls people. True of text of papers too: an abstract can be hostile.
 */
export function hostileFault(text: string): string | undefined {
  if (orders.some((order) => order.test(text))) return 'it reads like an instruction'
  return mentions.test(text) ? 'it mentions people or channels' : undefined
}

const markup =
  /```|`[^`]+`|\*\*|__\S|~~|!?\[[^\]]*\]\(|<\/?[a-z][^>]*>|^\s*(?:[-*+•>]|#+|\d{1,2}[.)])\s|\|.*\|/i
const address =
  /\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.|mailto:|javascript:)\S+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|ai|dev|app|xyz|info|ly|gg|ru|cn|sh|link|site|example|no)\b\S*/gi

/** Why a text is not one plain statement, or undefined. Addresses and angle brackets have to stand in its source. */
export function formFault(text: string, sources: readonly string[]): string | undefined {
  if (!/\p{L}/u.test(text)) return 'it is empty'
  if (text.length > longestClaim) return `it is longer than ${longestClaim} characters`
  const found = markup.exec(text)?.[0]
  if (found !== undefined && !sources.some((source) => source.includes(found))) return 'it holds mark-up'
  for (const [link] of text.matchAll(address))
    if (!sources.some((source) => source.includes(link.replace(/[.,;:!?)]+$/, ''))))
      return 'it holds an address of its own'
  return sentencesOf({ id: '', abstract: text }).length > 1 ? 'it is more than one sentence' : undefined
}
