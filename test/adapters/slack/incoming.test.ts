import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPayload, spokenIn } from '../../../src/adapters/slack/incoming.ts'
import { typedText } from '../../../src/adapters/slack/reading/message-text.ts'
import { conversationOf, type Incoming } from '../../../src/adapters/slack/work.ts'
import { commands } from '../../../src/commands/all.ts'
import type { Command } from '../../../src/commands/command.ts'
import { createDescribe } from '../../../src/commands/describe.ts'

const self = { user: 'U0BOT', menu: commands, describe: createDescribe(commands) }
const team = 'T1'
const turn = '3f2f6a1e-7d0b-4c39-9d52-0a7b8c1d2e3f'

const message = (event: object) =>
  readPayload(
    {
      type: 'event_callback',
      event_id: 'Ev1',
      team_id: team,
      event: {
        type: 'message',
        user: 'U1',
        channel: 'C1',
        channel_type: 'channel',
        ts: '1.1',
        text: 'hi',
        ...event,
      },
    },
    self,
  )
const command = (text: string) =>
  readPayload(
    {
      command: '/paper',
      text,
      user_id: 'U1',
      user_name: 'ada',
      team_id: team,
      channel_id: 'C1',
      trigger_id: 'tr1',
      response_url: 'https://hooks.slack.com/commands/1',
    },
    self,
  )
const workOf = (incoming: Incoming) => {
  if (incoming.kind !== 'work') throw new Error(`That is ${incoming.kind}.`)
  return incoming.work
}
const click = (value: string, about: object = {}, known = self) =>
  readPayload(
    {
      type: 'block_actions',
      user: { id: 'U1', username: 'ada' },
      team: { id: team },
      channel: { id: 'C1' },
      container: { type: 'message', message_ts: '2.2', thread_ts: '1.1' },
      message: { ts: '2.2', thread_ts: '1.1' },
      trigger_id: 'tr1',
      response_url: 'https://hooks.slack.com/actions/1',
      actions: [{ action_id: 'run:0', value, action_ts: '3.3' }],
      ...about,
    },
    known,
  )

describe('A message', () => {
  it('that mentions Paperboy is work, under its event and its place', () => {
    expect(message({ type: 'app_mention', text: '<@U0BOT> what is TAROT?', thread_ts: '0.5' })).toEqual({
      kind: 'work',
      keys: ['event:Ev1', 'message:T1:C1:1.1'],
      work: {
        key: 'T1:C1:1.1',
        line: 'what is TAROT?',
        who: { id: 'U1' },
        team,
        place: { kind: 'thread', channel: 'C1', thread: '0.5', direct: false },
        unseen: false,
        heard: 'addressed',
        since: '1.1',
      },
    })
  })

  const typed = (elements: readonly object[]) => [
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] },
  ]
  const ours = { type: 'user', user_id: 'U0BOT' }

  it.each([
    {
      where: 'its blocks',
      event: { text: '', blocks: typed([ours, { type: 'text', text: ' what is TAROT?' }]) },
    },
    {
      where: 'a list',
      event: {
        text: '<@U0BOT>',
        blocks: [
          {
            type: 'rich_text',
            elements: [
              { type: 'rich_text_section', elements: [ours] },
              {
                type: 'rich_text_list',
                elements: [
                  { type: 'rich_text_section', elements: [{ type: 'text', text: 'what is TAROT?' }] },
                ],
              },
            ],
          },
        ],
      },
    },
  ])('says what stands in $where', ({ event }) => {
    expect(workOf(message({ type: 'app_mention', ...event })).line).toBe('what is TAROT?')
  })

  it('points at the message that was shared with it', () => {
    const attachments = [
      { is_share: true, text: 'Across which tasks was TAROT evaluated?' },
      { text: 'a card' },
    ]
    expect(workOf(message({ type: 'app_mention', text: '<@U0BOT>', attachments }))).toMatchObject({
      line: '',
      shared: 'Across which tasks was TAROT evaluated?',
    })
  })

  it('is remembered with all that it says: what was shared with it, and what programs draw', () => {
    const spoken = (event: object) =>
      spokenIn(
        {
          type: 'event_callback',
          event_id: 'Ev1',
          team_id: team,
          event: { type: 'message', channel: 'C1', ts: '1.1', user: 'U1', text: '', ...event },
        },
        self,
      )?.said.text
    const attachments = [
      { is_share: true, text: 'Which data does TAROT use?' },
      { title: 'TAROT', text: 'A page on data selection', fallback: 'no' },
    ]
    expect(spoken({ text: 'look', attachments })).toBe(
      'look\nWhich data does TAROT use?\nTAROT\nA page on data selection',
    )
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'New paper' } },
      { type: 'section', text: { type: 'mrkdwn', text: 'See <https://arxiv.org/abs/2402.17152>' } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'by a program' }] },
    ]
    expect(spoken({ blocks, bot_id: 'B1', subtype: 'bot_message' })).toBe(
      'New paper\nSee https://arxiv.org/abs/2402.17152\nby a program',
    )
  })

  it('knows the files that came with it by their names', () => {
    const files = [{ name: 'paper.pdf' }, null, 'odd']
    expect(workOf(message({ type: 'app_mention', text: '<@U0BOT>', files })).files).toEqual([
      'paper.pdf',
      'a file',
      'a file',
    ])
  })

  it.each([
    { text: 'To ask, type `<@U0BOT> what is TAROT`' },
    { text: 'Like so:\n```\n<@U0BOT> what is TAROT\n```' },
    {
      text: 'To ask, type `<@U0BOT> what is TAROT`',
      blocks: typed([
        { type: 'text', text: 'To ask, type ' },
        { type: 'text', text: '<@U0BOT> what is TAROT', style: { code: true } },
      ]),
    },
    { text: 'To ask, type `<@U0BOT>`', blocks: typed([{ ...ours, style: { code: true } }]) },
  ])('mentions nobody in code: $text', (event) => {
    expect(message({ type: 'app_mention', ...event })).toEqual({ kind: 'ignored' })
    expect(message(event)).toEqual({ kind: 'ignored' })
  })

  it('and its twin share a key', () => {
    const text = '<@U0BOT> what is TAROT?'
    const keysOf = (incoming: ReturnType<typeof message>) => ('keys' in incoming ? incoming.keys : [])
    const mention = keysOf(message({ type: 'app_mention', text }))
    expect(keysOf(message({ text }))).toContain(mention[1])
  })

  it.each([
    { what: 'an edit', event: { subtype: 'message_changed' } },
    { what: 'somebody joining', event: { subtype: 'channel_join' } },
    { what: 'another bot', event: { bot_id: 'B1', text: '<@U0BOT> hi' } },
    { what: 'Paperboy itself', event: { user: 'U0BOT' } },
    { what: 'talk in a thread to somebody', event: { thread_ts: '0.5', text: '<@U2> and you?' } },
    { what: 'talk in a thread to everybody', event: { thread_ts: '0.5', text: '<!channel> look' } },
  ])('is ignored when it is $what', ({ event }) => {
    expect(message(event)).toEqual({ kind: 'ignored' })
  })

  it('that is taken back is told of by its key and its thread', () => {
    const before = { user: 'U1', thread_ts: '0.5' }
    expect(message({ subtype: 'message_deleted', deleted_ts: '0.9', previous_message: before })).toEqual({
      kind: 'taken-back',
      key: 'T1:C1:0.9',
      at: { channel: 'C1', thread: '0.5' },
      by: 'U1',
    })
  })

  it('in a direct conversation needs no mention and may carry files', () => {
    const place = { kind: 'thread', channel: 'D1', thread: '1.1', direct: true, begins: true }
    expect(message({ channel: 'D1', channel_type: 'im', subtype: 'file_share' })).toMatchObject({
      kind: 'work',
      work: { place },
    })
  })

  it.each([
    { where: 'in a thread', event: { thread_ts: '0.5' } },
    { where: 'in a channel', event: {} },
    { where: 'in a group conversation', event: { channel_type: 'mpim' } },
  ])('$where that speaks to nobody is overheard', ({ event }) => {
    expect(message({ ...event, text: 'who wrote it?' })).toMatchObject({
      kind: 'overheard',
      work: { line: 'who wrote it?', heard: 'overheard' },
    })
  })
})

describe('The text of a message', () => {
  it.each([
    ['<@U0BOT>, what &lt;is&gt; TAROT &amp; co?', 'what <is> TAROT & co?'],
    ['<@U0BOT|paperboy>: help', 'help'],
    ['hey <@U0BOT> show <http://arxiv.org/abs/1|arxiv.org/abs/1>', 'hey show arxiv.org/abs/1'],
    ['<@U0BOT> ask <@U2|bob> in <#C1|general> <!here>', 'ask @bob in #general'],
    ['<@U0BOT>', ''],
  ])('%s is read as %s', (text, typed) => {
    expect(typedText(text, 'U0BOT')).toBe(typed)
  })
})

describe('/paper', () => {
  it.each([
    { text: 'ask what is TAROT?', line: 'ask what is TAROT?', kind: 'channel' },
    { text: '/ask what is TAROT?', line: '/ask what is TAROT?', kind: 'channel' },
    { text: 'what is TAROT?', line: 'what is TAROT?', kind: 'modal' },
    { text: 'settings', line: 'settings', kind: 'private' },
    { text: 'oops wrong window', line: 'oops wrong window', kind: 'modal' },
    { text: 'feedback this bot is bad', line: 'feedback this bot is bad', kind: 'modal' },
    { text: 'ask --private what is TAROT?', line: 'ask what is TAROT?', kind: 'modal' },
    { text: 'ask what is TAROT? —private', line: 'ask what is TAROT?', kind: 'modal' },
    { text: 'ask', line: 'ask', kind: 'modal' },
    { text: 'search diffusion', line: 'search diffusion', kind: 'modal' },
    { text: 'help', line: 'help', kind: 'modal' },
    { text: 'serach diffusion', line: 'serach diffusion', kind: 'private' },
    { text: 'subscribe', line: 'subscribe', kind: 'private' },
    { text: '', line: '', kind: 'modal' },
  ])('$text is shown by way of: $kind', ({ text, line, kind }) => {
    expect(command(text)).toMatchObject({
      kind: 'work',
      keys: ['trigger:tr1'],
      work: { line, who: { id: 'U1', name: 'ada' }, place: { kind, channel: 'C1' } },
    })
  })
})

describe('A click', () => {
  const clickOn = (value: string, by: string | undefined, about: object = {}) =>
    click(value, {
      actions: [{ action_id: 'run:0', value, ...(by && { block_id: `asked:${by}:0` }), action_ts: '3.3' }],
      ...about,
    })

  it('of the person who asked for the page runs its command where the button is', () => {
    expect(clickOn('similar 1', 'U1')).toMatchObject({
      work: { line: 'similar 1', place: { kind: 'thread', channel: 'C1', thread: '1.1' } },
    })
  })

  it.each([
    { what: "somebody else's page", by: 'U2' },
    { what: 'a page that nobody asked for', by: undefined },
  ])('on $what is answered to the one who clicks, and is no part of the conversation', ({ by }) => {
    const work = workOf(clickOn('similar 1', by))
    expect(work.place).toEqual({ kind: 'modal', channel: 'C1', thread: '1.1', trigger: 'tr1' })
    expect(conversationOf(work)).toBe('T1:C1:U1')
  })

  it('on evidence opens a modal, on thumbs thanks in private, about the conversation of the thread', () => {
    expect(clickOn(`evidence ${turn}`, 'U1')).toMatchObject({
      work: { place: { kind: 'modal', trigger: 'tr1' } },
    })
    const thanks = workOf(clickOn(`feedback up ${turn}`, 'U1'))
    expect(thanks.place).toEqual({ kind: 'private', channel: 'C1', thread: '1.1' })
    expect(conversationOf(thanks)).toBe('T1:C1:1.1')
  })

  it('on what concerns nobody else is answered to the clicker', () => {
    const button = (name: string): Command => ({
      name,
      audience: 'asker',
      mayUse: 'everyone',
      changes: 'own',
      summary: name,
      options: [{ name: 'paper', summary: 'which', kind: 'paper', required: true }],
      examples: [],
      async *run() {},
    })
    const known = { ...self, describe: createDescribe([...commands, button('mute')]) }
    for (const line of ['less p-1', 'mute p-1']) {
      const { place } = workOf(click(line, {}, known))
      expect(place).toEqual({ kind: 'private', channel: 'C1', thread: '1.1' })
    }
  })

  it('below a message in whose thread nobody has written is answered beside it', () => {
    const top = { container: { type: 'message', message_ts: '2.2' }, message: { ts: '2.2' } }
    expect(workOf(clickOn('less p-1', undefined, top)).place).toEqual({ kind: 'private', channel: 'C1' })
    expect(workOf(clickOn('similar p-1', 'U1', top)).place).toMatchObject({ kind: 'thread', thread: '2.2' })
  })

  it.each(['ask what is TAROT?', 'search diffusion', 'show p-1'])(
    'on a page that only one person sees stays private: %s',
    (line) => {
      const seen = { container: { is_ephemeral: true, message_ts: '2.2' }, message: undefined }
      expect(clickOn(line, 'U1', seen)).toMatchObject({ work: { place: { kind: 'modal', channel: 'C1' } } })
      const metadata = JSON.stringify({ channel: 'C1', url: 'https://hooks.slack.com/1' })
      const inModal = {
        channel: undefined,
        container: { type: 'view' },
        message: undefined,
        response_url: undefined,
        view: { id: 'V1', type: 'modal', private_metadata: metadata },
      }
      expect(clickOn(line, undefined, inModal)).toMatchObject({
        work: {
          place: { kind: 'modal', channel: 'C1', above: true, view: 'V1' },
          responseUrl: 'https://hooks.slack.com/1',
        },
      })
    },
  )

  it('on the home tab is answered in the direct conversation', () => {
    const home = { channel: undefined, container: { type: 'view' }, message: undefined }
    expect(click('help', home)).toMatchObject({ work: { place: { kind: 'direct' } } })
  })

  it('that opened a page asks for nothing', () => {
    const opened = { actions: [{ action_id: 'open:1', action_ts: '3.3' }] }
    expect(click('', opened)).toEqual({ kind: 'ignored' })
  })
})

describe('Anything else', () => {
  it('is ignored, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        expect(readPayload(body, self)).toEqual({ kind: 'ignored' })
      }),
    )
  })
})
