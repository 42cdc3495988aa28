import { anyOf } from './intent.ts'
import { plainRequest } from './read-intent.ts'

/** What to ask back where a line may mean several things: a sentence, and what each button says and does. */
export type Unclear = { question: string; choices: readonly { label: string; line: string }[] }

/** In UTF-16 units: who writes more has said something. */
const longest = 80

const forms: readonly (Unclear & { form: RegExp })[] = [
  {
    form: anyOf(`(?:stop|enough|shut up|be quiet|quiet|silence|go away)(?: it| this| that)?`),
    question: 'What should I stop?',
    choices: [
      { label: 'The daily posts here', line: 'unsubscribe' },
      { label: 'Remembering this', line: 'forget' },
    ],
  },
  {
    form: anyOf(`
      (?:no|nope)?[, ]*(?:that|this|it|the answer)(?:'s| is| was|s)? (?:just |totally |completely |plain |all |so )?(?:wrong|incorrect|false|not (?:right|true|correct|helpful|what i (?:asked|meant)(?: for)?)|nonsense|useless|unhelpful|bad|misleading|rubbish)
      wrong(?: answer| citation| paper)?|bad (?:answer|bot)|incorrect|nonsense`),
    question: 'What is wrong with the last answer?',
    choices: [
      { label: 'It does not help', line: 'feedback down' },
      { label: 'A sentence does not fit its source', line: 'evidence' },
    ],
  },
  {
    form: anyOf(`
      (?:some |any |new |the )?(?:papers?|articles?|stuff|something|anything|research|news|reading)
      (?:tell|show|give|find|get|recommend|suggest|pick|read)(?: me| us)?(?: some| a| an| any| another| one| good| interesting| nice| random)* (?:something|anything|papers?|stuff|articles?|one|reading)(?: good| interesting| nice| new| cool| fun| to read| worth reading| useful)*
      (?:anything|something)(?: good| interesting| cool| fun| nice| useful)+(?: to read)?(?: here| today)?
      i(?:'m| am) bored|surprise me`),
    question: 'What would you like to read about? Name a topic or a paper, or take one of these.',
    choices: [
      { label: 'Newest papers', line: 'today' },
      { label: 'Trending', line: 'trending week' },
      { label: 'What I can do', line: 'help' },
    ],
  },
]

/** What to ask back when a line may mean several things, or nothing yet; undefined when it is clear. */
export function readUnclear(line: string): Unclear | undefined {
  const said = plainRequest(line)
  const found = said.length > longest ? undefined : forms.find(({ form }) => form.test(said))
  return found && { question: found.question, choices: found.choices }
}
