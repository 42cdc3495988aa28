import { signsOf, trimEndOf } from '../../lib/trim.ts'

/** How an answer is to be said, apart from what it says. */
export type AnswerStyle = {
  length?: 'short' | 'long'
  /** In plain words. */
  plain?: true
  /** The English name of the language. */
  language?: string
}

/** Languages as people name them: in English, and by themselves. */
const languages: ReadonlyMap<string, string> = new Map(
  Object.entries({
    English: 'english|englisch|anglais|inglés|ingles',
    German: 'german|deutsch|deutsche',
    French: 'french|français|francais',
    Spanish: 'spanish|español|espanol|castellano',
    Italian: 'italian|italiano',
    Portuguese: 'portuguese|português|portugues',
    Dutch: 'dutch|nederlands',
    Swedish: 'swedish|svenska',
    Danish: 'danish|dansk',
    Norwegian: 'norwegian|norsk',
    Finnish: 'finnish|suomi|suomeksi',
    Polish: 'polish|polski|polsku',
    Czech: 'czech|čeština|česky',
    Hungarian: 'hungarian|magyar|magyarul',
    Romanian: 'romanian|română',
    Turkish: 'turkish|türkçe|turkce',
    Greek: 'greek|ελληνικά',
    Russian: 'russian|русский|русском',
    Ukrainian: 'ukrainian|українська|українською',
    Arabic: 'arabic|العربية',
    Hebrew: 'hebrew|עברית',
    Hindi: 'hindi|हिन्दी|हिंदी',
    Vietnamese: 'vietnamese|tiếng việt',
    Indonesian: 'indonesian|bahasa indonesia',
    Chinese: 'chinese|mandarin|中文|汉语',
    Japanese: 'japanese|日本語',
    Korean: 'korean|한국어',
  }).flatMap(([name, said]) => said.split('|').map((word) => [word, name] as const)),
)

const named = [...languages.keys()].toSorted((one, other) => other.length - one.length).join('|')
const language = String.raw`(?:in|into|to|auf|en|em|på|po|na|op het|in het)\s+(?<language>${named})(?: language)?|(?<bare>${named})(?: language)?`
const forms = {
  short: [
    '(?:a (?:bit|lot|little) |much |even |way )?(?:shorter|briefer|more (?:concise(?:ly)?|briefly|short(?:ly)?))',
    'briefly|in (?:brief|short)|tl;?dr|in a nutshell|(?:keep|make) it (?:short|brief)',
    "(?:(?:that|it|this)(?:'s| is) )?(?:way |far |much )?too (?:long|much(?: text)?)",
    '(?:in )?(?:just )?(?:one|a|a single|1|two|2) (?:short )?(?:sentences?|words?|lines?)',
    '(?:the |a )?(?:short|brief) version',
  ],
  long: [
    '(?:a (?:bit|lot|little) |much |even )?(?:longer|more detailed)',
    '(?:a (?:bit|little|lot) )?more(?: (?:details?|information|info|depth|context|on (?:this|that|it)|about (?:it|this|that)))?',
    'in (?:(?:more|greater) )?(?:detail|depth)',
    '(?:elaborate|expand|go on|continue|keep going)(?: (?:on|about) (?:this|that|it))?',
    'further(?: details?)?|what else(?: (?:does it|do they) say)?|anything else',
  ],
  plain: [
    '(?:more )?(?:simply|simpler|plainly|easier)|without (?:the )?jargon|eli5',
    "in (?:simple|plain|simpler|plainer|easy|layman'?s?) (?:words|terms|language|english)",
    "like i'?m (?:5|five)|for (?:beginners|dummies|a layperson|laypeople)",
  ],
}
const either = (list: readonly string[]): string => list.join('|')
/** What leads up to the style and says nothing of it. No word stands in two places, so that no line takes long to read. */
const lead =
  '(?:(?:and|et|und|y|e|ed|kannst du|das|sag|erklär|bitte|peux-tu|puedes|now|again|same|but|okay?|so|can (?:you|i have|i get)|could (?:you|i have|i get)|would you|please|pls|answer|say|tell|write|put|give|explain|repeat|translate|make|do|summari[sz]e|me|us|it|this|that|them|the answer|the same|the whole thing|everything|all (?:of it|that)) )*'
const tail =
  "(?:,? (?:please|pls|bitte|s'il (?:te|vous) plaît|por favor|per favore|version|now|again|thanks|for me|sagen|erklären|zusammenfassen|dire|decirlo))*"
const manners = either([...forms.short, ...forms.long, ...forms.plain, language])
const whole = new RegExp(`^${lead}(?:${manners})${tail}$`, 'iu')
const ends = signsOf('?!.…', { space: true })
/** In UTF-16 units: who writes more says more than how. */
const longest = 80
/** Behind a question: "…? In German, please". */
const behind = new RegExp(
  String.raw`\(?\b(?:(?:please\s+)?(?:answer|reply|explain)\s+)?(?:in|auf|en)\s+(?<language>${named})(?:,?\s+(?:please|bitte|por favor))?\)?[\s.?!]*$`,
  'iu',
)
const lengthBehind =
  /,? \(?(?:(?<short>in (?:one|a|a single|1|two|2) (?:short )?(?:sentences?|lines?)|briefly|in short|in brief)|(?<long>in (?:more |great )?detail)|(?<plain>in (?:simple|plain|simpler|plainer|easy|layman'?s?) (?:words|terms|language|english))|in (?:one|a|two|a few) (?:short )?paragraphs?)\)?(?:,? please)?[\s.?!]*$/i
const asksFor = (list: readonly string[]): RegExp =>
  new RegExp(`(?<!\\p{L})(?:${either(list)})(?!\\p{L})`, 'iu')
const asks = { short: asksFor(forms.short), plain: asksFor(forms.plain) }

/** The style that a line asks for and nothing else ("shorter", "in German please"); undefined for any other line. */
export function readStyle(line: string): AnswerStyle | undefined {
  const said = trimEndOf(straight(line), ends)
    .trim()
    .replace(/[,!.:]+|\s+/g, ' ')
    .replace(/ {2,}/g, ' ')
  const groups = said.length > longest ? undefined : whole.exec(said)?.groups
  if (!groups) return undefined
  const inLanguage = languageOf(groups.language ?? groups.bare)
  if (inLanguage !== undefined)
    return { language: inLanguage, ...(asks.short.test(said) && { length: 'short' as const }) }
  if (asks.plain.test(said)) return { plain: true }
  return { length: asks.short.test(said) ? 'short' : 'long' }
}

/** A question without what it says at its end of how to answer it: "…? In German, please", "… in one sentence". */
export function splitStyle(question: string): { question: string; style: AnswerStyle } {
  const inLanguage = behind.exec(straight(question))
  const language = languageOf(inLanguage?.groups?.language)
  const spoken = language === undefined ? question : withoutJoint(question.slice(0, inLanguage?.index))
  const measured = lengthBehind.exec(spoken)
  const rest = measured ? spoken.slice(0, measured.index).trim() : spoken
  if (rest === '') return { question, style: {} }
  const isShort = measured?.groups?.short !== undefined
  const length = isShort ? 'short' : measured?.groups?.long === undefined ? undefined : 'long'
  return {
    question: rest,
    style: {
      ...(language !== undefined && { language }),
      ...(length && { length }),
      ...(measured?.groups?.plain !== undefined && { plain: true as const }),
    },
  }
}

/** The same as words to a model. */
export function styleInWords({ length, plain: simple, language: name }: AnswerStyle): string {
  return [
    length === 'short' && 'in one sentence',
    length === 'long' && 'in detail',
    simple && 'in plain words',
    name !== undefined && `in ${name}`,
  ]
    .filter((words) => typeof words === 'string')
    .join(', ')
}

function languageOf(said: string | undefined): string | undefined {
  return said === undefined ? undefined : languages.get(said.toLowerCase())
}

const straight = (line: string): string => line.replaceAll(/[’ʼ]/g, "'")

/** What is left of a question in front of "in German": without the sign that parted them. */
const withoutJoint = (rest: string): string =>
  rest
    .trim()
    .replace(/[,.?!;]$/, '')
    .trim()

/** How a line is to be answered that is in a language, unless it asks for another one. */
export function styleIn(style: AnswerStyle, language: string | undefined): AnswerStyle {
  const isPlain = style.language !== undefined || language === undefined || language === 'English'
  return isPlain ? style : { ...style, language }
}

/** Why quotes stay as they are, in a sentence, where an answer was asked for in another language or in plain words. */
export function whyQuotesStay({ language, plain }: AnswerStyle): string | undefined {
  if (language !== undefined && language !== 'English')
    return 'Quotes stay in the language of the abstracts; only a chat model can answer in another one.'
  return plain ? 'Only a chat model can say it in plain words; these are those of the abstract.' : undefined
}
