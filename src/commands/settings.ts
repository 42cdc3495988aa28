import type { Output } from '../platform/json-output.ts'
import { hint, list, note, paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import { type PlaceSettings, readPlace, setPlace } from '../store/place-settings.ts'
import type { Changers } from '../store/subscriptions.ts'
import type { Command } from './command.ts'
import { changersOf, checkMayUse, placeOf } from './subscription-place.ts'

type Answers = NonNullable<PlaceSettings['answers']>

/** What is typed -> how that reads. */
const answers: Readonly<Record<Answers, string>> = {
  mentions: 'only what is said to me',
  'follow-ups': 'what is said to me, and what follows my answers',
  questions: 'every question here that the papers clearly answer',
}
const replies: Readonly<Record<NonNullable<PlaceSettings['repliesIn']>, string>> = {
  thread: 'in a thread',
  channel: 'in the channel itself',
}
const changers: Readonly<Record<Changers, string>> = {
  members: 'members of the workspace',
  managers: 'those who manage this place',
  everyone: 'everybody here',
}

/** Everything that can be set, as it is typed. */
export const settingLines: readonly string[] = [
  ...Object.keys(answers).map((value) => `answer ${value}`),
  ...Object.keys(replies).map((value) => `reply ${value}`),
  ...Object.keys(changers).map((value) => `subscribe ${value}`),
]

export const settings: Command = {
  name: 'settings',
  group: 'here',
  audience: 'asker',
  mayUse: 'managers',
  changes: 'place',
  quick: true,
  summary: 'What I answer in this channel, where my answers go, and who may subscribe the channel',
  options: [
    {
      name: 'what',
      summary:
        'answer mentions|follow-ups|questions, reply thread|channel, subscribe members|managers|everyone',
      kind: 'setting',
      required: false,
    },
  ],
  examples: ['settings', 'settings reply thread'],
  async *run({ request, rest }, services) {
    const { facts } = services.store
    const place = placeOf(request)
    const wanted = readSetting(rest)
    if (rest !== '' && !wanted) {
      yield { reply: page(`I do not know the setting “${rest.slice(0, 60)}”.`, undefined, place.kind, {}) }
      return
    }
    if (wanted) await checkMayUse(settings, request, services)
    const set = wanted
      ? await setPlace(facts, place, wanted, services.clock.now())
      : await readPlace(facts, place)
    const changedBy = await changersOf(request, services)
    const { repliesIn = request.repliesIn } = set
    const now = { ...set, changedBy, ...(repliesIn && { repliesIn }) }
    yield { reply: page(wanted ? 'Set.' : 'These are the settings here.', now, place.kind, set) }
  },
}

/** `answer mentions`, `reply thread`, `subscribe managers`; undefined for anything else. */
export function readSetting(said: string): PlaceSettings | undefined {
  const [, part = '', value = ''] =
    /^(answer|reply|subscribe)\s+(?:in\s+)?(?:(?:a|the)\s+)?([\w-]+)[.!]?$/i.exec(said.trim()) ?? []
  const is = <Key extends string>(known: Readonly<Record<Key, string>>): Key | undefined =>
    (Object.keys(known) as Key[]).find((key) => key === value.toLowerCase())
  const [answer, where, who] = [is(answers), is(replies), is(changers)]
  switch (part.toLowerCase()) {
    case 'answer':
    case 'reply':
      return part.toLowerCase() === 'answer' && answer ? { answers: answer } : where && { repliesIn: where }
    case 'subscribe':
      return who && { changedBy: who }
    default:
      return undefined
  }
}

/** @param now left out, only what can be set is told */
function page(
  head: string,
  now: PlaceSettings | undefined,
  kind: 'channel' | 'direct',
  data: PlaceSettings,
): Reply {
  const answered = now?.answers ?? 'follow-ups'
  const isAlone = kind === 'direct'
  const lines = [
    `I answer ${answers[answered]}.`,
    ...(now?.repliesIn ? [`Questions asked in the open are answered ${replies[now.repliesIn]}.`] : []),
    `Daily posts can be set up by ${changers[now?.changedBy ?? 'everyone']}.`,
  ]
  const chosen = [`answer ${answered}`, `reply ${now?.repliesIn}`, `subscribe ${now?.changedBy}`]
  return reply({
    summary: head,
    tone: now ? 'answer' : 'warning',
    audience: 'asker',
    blocks: [
      paragraph(isAlone ? 'There is nothing to set in a direct message: I answer everything here.' : head),
      ...(now && !isAlone ? [list(lines)] : []),
      ...(isAlone
        ? []
        : [
            note(
              'Those who manage this place can change it: ',
              hint('settings answer mentions'),
              ', ',
              hint('settings reply thread'),
              ', ',
              hint('settings subscribe managers'),
              '.',
            ),
          ]),
    ],
    actions: isAlone
      ? []
      : settingLines
          .filter((line) => !chosen.includes(line))
          .map((line) => run(labelOf(line), `settings ${line}`)),
    data: { ...data } satisfies Output<'settings'>,
  })
}

/** `answer mentions` -> `Answer mentions only`. */
function labelOf(line: string): string {
  const labels: Readonly<Record<string, string>> = {
    'answer mentions': 'Answer mentions only',
    'answer follow-ups': 'Answer follow-ups, too',
    'answer questions': 'Answer every question',
    'reply thread': 'Answer in threads',
    'reply channel': 'Answer in the channel',
    'subscribe members': 'Members subscribe',
    'subscribe managers': 'Managers subscribe',
    'subscribe everyone': 'Everyone subscribes',
  }
  return labels[line] ?? line
}
