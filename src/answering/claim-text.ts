import { visibleText } from '../papers/characters.ts'
import { evenSpaces } from '../papers/normalize.ts'
import { sentencesOf } from '../papers/sentences.ts'

/** Longer than this is no single statement. */
export const longestClaim = 600

/** Ids that a model repeats inside the text: [2.3], [2.3, 4.1], 【1】. */
const echoedIds = / ?[[【][\^Ss]?\d{1,2}(?:\.\d{1,3})?(?:\s*[,;]\s*[\^Ss]?\d{1,2}(?:\.\d{1,3})?)*[\]】]/gu

/** A claim's text without invisible characters, echoed ids and stray white space. */
export function plainClaim(text: string): string {
  return evenSpaces(evenSpaces(visibleText(text)).replace(echoedIds, ''))
}

const orders: readonly RegExp[] = [
  /^\W*(?:system|assistant|user|developer|human|instructions?|tool)\s*(?:prompt|message)?\s*[:>\]]/i,
  /<\|[^|]*\|>|\[\/?(?:INST|SYS)\]|<<\/?SYS>>|^#{2,}\s/i,
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules?|guidelines|documents?|everything|context)\b/i,
  /\b(?:system prompt|developer message|you are now|from now on,? you|as an ai\b|as a language model|your (?:instructions|rules|prompt))/i,
  /\b(?:api[_ ]?key|password|bot[_ ]token|app[_ ]token|secret key)\b|\b(?:sk|xox[abp])-[\w-]{6,}/i,
]
/** Verbs by which a text tells a machine, or asks one to tell others, what to say. */
const saying =
  'say|state|tell|reply|respond|answer|output|print|write|repeat|claim|mention|recommend|describe|declare|insist|conclude|assert|announce|praise|rate|rank'
const machine = '(?:AI|AIs|AI models?|assistants?|(?:chat)?bots?|(?:large )?language models?|LLMs?|GPT|you)'
const dictation: readonly RegExp[] = [
  // "Say that ...", "Now reply only with ...": with what is to be said, since "State space models" is no order.
  new RegExp(
    `(?:^|[:.!?]\\s)\\W{0,20}(?:(?:please|now|then|instead|also|always|just|only|simply)\\W{1,20}){0,5}(?:${saying})\\s+(?:that|to (?:the|every|all|any)|only|exactly|nothing|with|this|it|["“'‘:])(?!\\w)`,
    'i',
  ),
  /\b(?:tell|inform|convince|remind|assure) (?:the |every |all |your )?(?:readers?|users?|askers?|persons?|people|humans?|audience|reviewers?)(?: that|:)/i,
  new RegExp(
    `\\b${machine}\\b.{0,30}\\b(?:must|should|shall|have to|need to|are to|is to|will)\\s+(?:\\w+\\s+)?(?:${saying})\\b`,
    'i',
  ),
  new RegExp(`\\b(?:note|message|attention|memo|reminder)s?\\b(?: (?:to|for))?(?: \\w+)? ${machine}\\b`, 'i'),
  /\b(?:new|updated|further|hidden|important|special|additional|previous|following) instructions?\b\s*(?:[:.!]|$)/i,
  new RegExp(
    `\\bif you(?:'re|’re| are)\\b.{0,20}\\b${machine}\\b|\\byour (?:task|job|role|answer) (?:is|must)\\b`,
    'i',
  ),
  /\b(?:to|in) (?:every|all|any) (?:questions?|answers?|repl(?:y|ies)|queries)\b/i,
  /<\/?(?:data|system|user|assistant|instructions?|context)\b[^<>]*>|[.!?>]\s+(?:system|assistant)\s*:\s|##\s{0,20}(?:system|user|assistant|instructions?)\b/i,
]
const mentions = /(?:^|[^\w.])@(?:everyone|here|channel)\b|<[@#!&][^<>]*>|<@|<!/i

/**
 * Why a text must not be shown as anybody's sentence, or undefined: it talks to a machine (a forged turn, "ignore
 * previous instructions", credentials) or calls people. True of text of papers too: an abstract can be hostile.
 */
export function hostileFault(text: string): string | undefined {
  if ([...orders, ...dictation].some((order) => order.test(text))) return 'it reads like an instruction'
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
