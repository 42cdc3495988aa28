import { beforeAll, describe, expect, it } from 'vitest'
import type { Handle, Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { openShipped } from './shipped-services.ts'

/** Friday 14 March 2025, at noon in UTC; on the wall in Paris it is one o'clock, and nine was four hours ago. */
const first = 'subscribe about diffusion models at 9:00 weekdays in Europe/Paris top 5'
const as = (said: string) => `${said}: up to 5 papers about diffusion models.`
const unchanged = as('Every weekday at 9:00 (Europe/Paris)')

/** What is said after that, and how `subscriptions` begins then. */
const changes: readonly (readonly [string, string])[] = (
  [
    // When.
    ['change it to 8:30', as('Every weekday at 8:30 (Europe/Paris)')],
    ['change the daily post to 8:30', as('Every weekday at 8:30 (Europe/Paris)')],
    ['move it to 7', as('Every weekday at 7:00 (Europe/Paris)')],
    ['make it half past eight', as('Every weekday at 8:30 (Europe/Paris)')],
    ['could you move it to 6pm please?', as('Every weekday at 18:00 (Europe/Paris)')],
    ['send it at noon', as('Every weekday at 12:00 (Europe/Paris)')],
    ['set the time to 10', as('Every weekday at 10:00 (Europe/Paris)')],
    ['change the time of the daily post to 7:45', as('Every weekday at 7:45 (Europe/Paris)')],
    ['post it at eight in the evening', as('Every weekday at 20:00 (Europe/Paris)')],
    ["make it nine o'clock", unchanged],
    ['quarter to nine', as('Every weekday at 8:45 (Europe/Paris)')],
    ['8:15 instead', as('Every weekday at 8:15 (Europe/Paris)')],
    ['at 11', as('Every weekday at 11:00 (Europe/Paris)')],
    ['please let it come at 5 in the afternoon', as('Every weekday at 17:00 (Europe/Paris)')],
    // On which days.
    ['every other day', as('Every other day at 9:00 (Europe/Paris)')],
    ['make it every second day', as('Every other day at 9:00 (Europe/Paris)')],
    ['change it to every two days', as('Every other day at 9:00 (Europe/Paris)')],
    ['make it daily', as('Every day at 9:00 (Europe/Paris)')],
    ['weekends', as('Every Saturday and Sunday at 9:00 (Europe/Paris)')],
    ['weekdays only', unchanged],
    ['not on weekends', unchanged],
    ['only on Mondays', as('Every Monday at 9:00 (Europe/Paris)')],
    ['move it to Tuesday and Thursday', as('Every Tuesday and Thursday at 9:00 (Europe/Paris)')],
    ['change the days to mon, wed and fri', as('Every Monday, Wednesday, and Friday at 9:00 (Europe/Paris)')],
    ['send it on fridays at 16:00', as('Every Friday at 16:00 (Europe/Paris)')],
    ['every day at 7 instead', as('Every day at 7:00 (Europe/Paris)')],
    // On which clock.
    ['london time', as('Every weekday at 9:00 (Europe/London)')],
    ['in London time please', as('Every weekday at 9:00 (Europe/London)')],
    ['make it 9am london time', as('Every weekday at 9:00 (Europe/London)')],
    ['change it to tokyo time', as('Every weekday at 9:00 (Asia/Tokyo)')],
    ['in New York', as('Every weekday at 9:00 (America/New_York)')],
    ['set the time zone to America/Chicago', as('Every weekday at 9:00 (America/Chicago)')],
    ['move it to 8:00 UTC', as('Every weekday at 8:00 (UTC)')],
    ['UTC+2', as('Every weekday at 9:00 (Etc/GMT-2)')],
    // How many.
    ['only three papers', 'Every weekday at 9:00 (Europe/Paris): up to 3 papers about diffusion models.'],
    [
      'only 3 papers per day please',
      'Every weekday at 9:00 (Europe/Paris): up to 3 papers about diffusion models.',
    ],
    ['just two papers', 'Every weekday at 9:00 (Europe/Paris): up to 2 papers about diffusion models.'],
    ['at most 4 papers', 'Every weekday at 9:00 (Europe/Paris): up to 4 papers about diffusion models.'],
    ['one paper a day', 'Every weekday at 9:00 (Europe/Paris): one paper about diffusion models.'],
    [
      'send us ten papers per post',
      'Every weekday at 9:00 (Europe/Paris): up to 10 papers about diffusion models.',
    ],
    ['limit it to 3 papers', 'Every weekday at 9:00 (Europe/Paris): up to 3 papers about diffusion models.'],
    ['make it top 7', 'Every weekday at 9:00 (Europe/Paris): up to 7 papers about diffusion models.'],
    [
      'keep it to no more than two papers',
      'Every weekday at 9:00 (Europe/Paris): up to 2 papers about diffusion models.',
    ],
    // What about.
    [
      'about graph learning instead',
      'Every weekday at 9:00 (Europe/Paris): up to 5 papers about graph learning.',
    ],
    [
      'make it about recommender systems',
      'Every weekday at 9:00 (Europe/Paris): up to 5 papers about recommender systems.',
    ],
    [
      'change the topic to optimal transport',
      'Every weekday at 9:00 (Europe/Paris): up to 5 papers about optimal transport.',
    ],
    [
      'send us papers about protein folding instead',
      'Every weekday at 9:00 (Europe/Paris): up to 5 papers about protein folding.',
    ],
    [
      'change it to papers about speech',
      'Every weekday at 9:00 (Europe/Paris): up to 5 papers about speech.',
    ],
    ['make it about everything', 'Every weekday at 9:00 (Europe/Paris): up to 5 papers.'],
    [
      'without surveys',
      'Every weekday at 9:00 (Europe/Paris): up to 5 papers about diffusion models, without surveys.',
    ],
    [
      'but not about video',
      'Every weekday at 9:00 (Europe/Paris): up to 5 papers about diffusion models, without video.',
    ],
    [
      'make it without text to image',
      'Every weekday at 9:00 (Europe/Paris): up to 5 papers about diffusion models, without text to image.',
    ],
    [
      'leave out papers about audio',
      'Every weekday at 9:00 (Europe/Paris): up to 5 papers about diffusion models, without audio.',
    ],
    [
      'make it about robots without simulation',
      'Every weekday at 9:00 (Europe/Paris): up to 5 papers about robots, without simulation.',
    ],
    ...(
      [
        // Which words.
        ['only with code', ', only with code'],
        ['only papers with benchmarks please', ', only with benchmarks'],
        ['make it only those that mention robots', ', only with robots'],
        ['only with code; only with video', ', only with code and video'],
        ['only with code, without surveys', ', only with code, without surveys'],
        ['only with code; only with nothing', ''],
        // Whose.
        ['follow Ada Lovelace', ', papers by Ada Lovelace first'],
        ['follow the author Grace Hopper', ', papers by Grace Hopper first'],
        ['follow Ada Lovelace and Grace Hopper', ', papers by Ada Lovelace or Grace Hopper first'],
        ['/follow ada lovelace', ', papers by ada lovelace first'],
        ['follow Lovelace, Ada', ', papers by Ada Lovelace first'],
        ['send us everything by Yann LeCun', ', papers by Yann LeCun first'],
        ['tell me when Yann LeCun publishes something new', ', papers by Yann LeCun first'],
        ['change it to follow Aaron van den Oord', ', papers by Aaron van den Oord first'],
        ['follow Ada Lovelace; unfollow Ada Lovelace', ''],
        [
          'follow Ada Lovelace; follow Grace Hopper; stop following A. Lovelace',
          ', papers by Grace Hopper first',
        ],
        ['follow Wei Sun', ', papers by Wei Sun first'],
        // What they answer.
        [
          'watch does anything beat DIN on Taobao?',
          '. Watched until a new paper answers it: “does anything beat DIN on Taobao?”',
        ],
        [
          'watch this question: how large is the Taobao dataset?',
          '. Watched until a new paper answers it: “how large is the Taobao dataset?”',
        ],
        [
          'let me know when a paper answers does DIN scale',
          '. Watched until a new paper answers it: “does DIN scale?”',
        ],
        [
          'watch does it scale at 9:00 on mondays?',
          '. Watched until a new paper answers it: “does it scale at 9:00 on mondays?”',
        ],
        ['watch is it fast?; stop watching is it fast', ''],
        [
          'watch is it fast?; watch is it new?',
          '. Watched until a new paper answers it: “is it fast?” and “is it new?”',
        ],
      ] as const
    ).map(
      ([said, then]) =>
        [
          said,
          `Every weekday at 9:00 (Europe/Paris): up to 5 papers about diffusion models${then}.`,
        ] as const,
    ),
    // Several at once.
    ['change it to 8:30 every other day', as('Every other day at 8:30 (Europe/Paris)')],
    ['make it mondays at 10 london time', as('Every Monday at 10:00 (Europe/London)')],
    [
      'only three papers, on weekdays at 8',
      'Every weekday at 8:00 (Europe/Paris): up to 3 papers about diffusion models.',
    ],
    [
      'make it daily at 7 with at most 2 papers',
      'Every day at 7:00 (Europe/Paris): up to 2 papers about diffusion models.',
    ],
    // Not for a while.
    ['pause it until 10 January', `${unchanged} Paused until 10 January. Next: Mon 12 Jan 09:00.`],
    ['pause the daily post until January', `${unchanged} Paused until 1 January. Next: Thu 1 Jan 09:00.`],
    ['pause until next Monday', `${unchanged} Paused until 17 March. Next: Mon 17 Mar 09:00.`],
    ['pause it for two weeks', `${unchanged} Paused until 28 March. Next: Fri 28 Mar 09:00.`],
    ['please pause it until next week', `${unchanged} Paused until 17 March. Next: Mon 17 Mar 09:00.`],
    ['pause it until next month', `${unchanged} Paused until 1 April. Next: Tue 1 Apr 09:00.`],
    ['snooze it until the 20th', `${unchanged} Paused until 20 March. Next: Thu 20 Mar 09:00.`],
    ['suspend the post till 2025-06-02', `${unchanged} Paused until 2 June. Next: Mon 2 Jun 09:00.`],
    ['no posts until the end of the month', `${unchanged} Paused until 31 March. Next: Mon 31 Mar 09:00.`],
    ['nothing for a week', `${unchanged} Paused until 21 March. Next: Fri 21 Mar 09:00.`],
    ['stop it until 7 April', `${unchanged} Paused until 7 April. Next: Mon 7 Apr 09:00.`],
    ['pause', `${unchanged} Paused until somebody says resume.`],
    ['pause it', `${unchanged} Paused until somebody says resume.`],
    ['pause the posts', `${unchanged} Paused until somebody says resume.`],
    // Not any more.
    ['stop it', 'No daily posts come here.'],
    ['stop the daily post', 'No daily posts come here.'],
    ['please stop the daily post', 'No daily posts come here.'],
    ['cancel it', 'No daily posts come here.'],
    ['end the subscription', 'No daily posts come here.'],
    ['unsubscribe it', 'No daily posts come here.'],
    ["we don't want the daily post anymore", 'No daily posts come here.'],
    ['turn off the digest', 'No daily posts come here.'],
    // Again.
    ['pause it until January; resume it', unchanged],
    ['pause it; resume', unchanged],
    ['pause the post; start the daily post again', unchanged],
    ['pause it; change it to 8:30; resume it', as('Every weekday at 8:30 (Europe/Paris)')],
    [
      'pause it until 10 January; change it to 8:30',
      `${as('Every weekday at 8:30 (Europe/Paris)')} Paused until 10 January. Next: Mon 12 Jan 08:30.`,
    ],
    ['every other day; weekdays', unchanged],
    ['without surveys; without nothing', unchanged],
    [
      'without surveys; without video',
      'Every weekday at 9:00 (Europe/Paris): up to 5 papers about diffusion models, without surveys or video.',
    ],
  ] as const
).map(([said, then]) => [said, then] as const)

describe('what is said of a daily post', () => {
  let handle: Handle
  beforeAll(async () => {
    handle = (await openShipped({ subscriptionsBy: 'everyone' })).handle
  })

  async function page(line: string, place: string, about: Partial<Request> = {}): Promise<Reply> {
    const posts = { platform: 'discord', workspace: 'guild', kind: 'channel', channel: place } as const
    const where = { platform: 'discord', conversation: place, posts }
    let last: Reply | undefined
    for await (const shown of handle({ who: { id: 'ada' }, where, line, ...about })) last = shown
    if (!last) throw new Error(`no reply to ${line}`)
    return last
  }
  const say = async (line: string, place: string, about?: Partial<Request>) =>
    plainText({ ...(await page(line, place, about)), actions: [] })
  const subscriptions = async (place: string) => await say('subscriptions', place)
  const otherTalk = (place: string) => ({
    where: {
      platform: 'discord',
      conversation: `${place} in another talk`,
      posts: { platform: 'discord', workspace: 'guild', kind: 'channel', channel: place } as const,
    },
  })

  it('is held against at least 80 lines', () => {
    expect(changes.length).toBeGreaterThanOrEqual(80)
  })

  it.each(changes)('%s', async (said, then) => {
    const place = `${said} #`
    await say(first, place)
    expect(await subscriptions(place)).toContain(unchanged)
    for (const line of said.split('; ')) await say(line, place)
    const shown = (await subscriptions(place)).replace(/\s+/g, ' ')
    expect(shown).toContain(then)
    if (!then.includes('Paused')) expect(shown).not.toContain('Paused')
  })

  it.each(changes.filter(([, then]) => !/Paused|No daily/.test(then)))(
    'can be taken back: %s',
    async (said) => {
      const place = `undo ${said}`
      await say(first, place)
      const before = await subscriptions(place)
      const pages = []
      for (const line of said.split('; ')) pages.push(await page(line, place))
      for (const { actions = [] } of pages.toReversed()) {
        const [undo] = actions.flatMap((one) =>
          one.kind === 'run' && one.label === 'Undo' ? [one.command] : [],
        )
        if (undo !== undefined) await say(undo, place)
      }
      expect((await subscriptions(place)).replace(/Next.*/s, '')).toBe(before.replace(/Next.*/s, ''))
    },
  )

  it('is about the one that was just confirmed, of several', async () => {
    await say(first, 'several')
    await say('subscribe about graphs at 7:00 in UTC', 'several')
    await say('change it to 6:00', 'several')
    expect(await subscriptions('several')).toMatch(/9:00 \(Europe\/Paris\)(?:.|\n)*6:00 \(UTC\)/)
  })

  it('is asked back where several may be meant, with a button for each', async () => {
    await say(first, 'which')
    await say('subscribe about graphs at 7:00 in UTC', 'which')
    const about = { ...otherTalk('which'), who: { id: 'bob' } }
    const asked = await page('change it to 6:00', 'which', about)
    expect(asked.summary).toBe('2 daily posts come here. Which one?')
    const lines = (asked.actions ?? []).flatMap((one) => (one.kind === 'run' ? [one.command] : []))
    expect(lines).toHaveLength(2)
    await say(lines[1] ?? '', 'which', about)
    expect(await subscriptions('which')).toContain('6:00 (UTC)')
  })

  it('is about the only one there in any talk', async () => {
    await say(first, 'only')
    await say('only three papers', 'only', { ...otherTalk('only'), who: { id: 'bob' } })
    expect(await subscriptions('only')).toContain('up to 3 papers')
  })

  it('is a question where papers were mentioned last', async () => {
    await say(first, 'papers')
    const about = { ...otherTalk('papers'), who: { id: 'bob' } }
    await say('search diffusion', 'papers', about)
    for (const line of ['without surveys', 'only three papers', 'weekdays'])
      expect(await say(line, 'papers', about)).not.toContain('Changed.')
    expect(await subscriptions('papers')).toContain(unchanged)
  })

  it('does nothing where people talk among themselves and another talk brought it about', async () => {
    await say(first, 'overheard')
    const about = { ...otherTalk('overheard'), who: { id: 'ada' }, heard: 'overheard' as const }
    for (const line of ['move it to Friday', 'stop it', 'only three papers', 'pause it until January'])
      await say(line, 'overheard', about).catch(() => 'silence')
    expect(await subscriptions('overheard')).toContain(unchanged)
  })

  it('says so where there is none, and where a day does not lie ahead', async () => {
    expect(await say('change it to 8:30', 'none')).toContain('No daily posts come here')
    await say(first, 'days')
    for (const day of ['yesterday', 'the deadline', '10/1', '13 March 2025'])
      expect(await say(`pause it until ${day}`, 'days')).toContain('as a day in the future')
    expect(await subscriptions('days')).toContain(unchanged)
  })

  it('counts every other day of the calendar from the next one', async () => {
    await say(first, 'alternate')
    // Friday's post is out, so that the next one is on Saturday, and the month's end changes nothing.
    const shown = await say('every other day', 'alternate')
    expect(shown).toContain('Next: Fri 14 Mar 09:00'.replace('Fri 14', 'Sat 15'))
    expect(shown).toContain('Sat 15 Mar 09:00, Mon 17 Mar 09:00, Wed 19 Mar 09:00')
  })

  it.each([
    ['what is said', 'Asia/Tokyo', 'subscribe at 9:00 in Europe/Oslo', '(Europe/Oslo)'],
    ['what the profile says', 'Asia/Tokyo', 'subscribe at 9:00', '(Asia/Tokyo)'],
    [
      'what is set for the process',
      undefined,
      'subscribe at 9:00',
      `(${new Intl.DateTimeFormat().resolvedOptions().timeZone})`,
    ],
  ])('goes by the clock of %s', async (_, profile, line, shown) => {
    const place = `zone ${shown} ${profile}`
    await say(line, place, { profile: async () => (profile === undefined ? {} : { zone: profile }) })
    expect(await subscriptions(place)).toContain(shown)
  })
})
