import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPayload } from '../../../src/adapters/slack/incoming.ts'
import { typedText } from '../../../src/adapters/slack/reading/message-text.ts'
import type { Incoming } from '../../../src/adapters/slack/work.ts'
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
    { what: 'a deletion', event: { subtype: 'message_deleted' } },
    { what: 'somebody joining', event: { subtype: 'channel_join' } },
    { what: 'another bot', event: { bot_id: 'B1', text: '<@U0BOT> hi' } },
    { what: 'Paperboy itself', event: { user: 'U0BOT' } },
    { what: 'talk in a channel', event: {} },
    { what: 'talk in a thread to somebody', event: { thread_ts: '0.5', text: '<@U2> and you?' } },
    { what: 'talk in a thread to everybody', event: { thread_ts: '0.5', text: '<!channel> look' } },
    { what: 'talk in a group conversation', event: { channel_type: 'mpim' } },
  ])('is ignored when it is $what', ({ event }) => {
    expect(message(event)).toEqual({ kind: 'ignored' })
  })

  it('in a direct conversation needs no mention and may carry files', () => {
    const place = { kind: 'thread', channel: 'D1', thread: '1.1', direct: true }
    expect(message({ channel: 'D1', channel_type: 'im', subtype: 'file_share' })).toMatchObject({
      kind: 'work',
      work: { place },
    })
  })

  it('in a thread that speaks to nobody is overheard', () => {
    expect(message({ thread_ts: '0.5', text: 'who wrote it?' })).toMatchObject({
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
    { text: 'what is TAROT?', line: 'what is TAROT?', kind: 'channel' },
    { text: 'ask --private what is TAROT?', line: 'ask what is TAROT?', kind: 'private' },
    { text: 'ask what is TAROT? —private', line: 'ask what is TAROT?', kind: 'private' },
    { text: 'ask', line: 'ask', kind: 'private' },
    { text: 'search diffusion', line: 'search diffusion', kind: 'private' },
    { text: 'serach diffusion', line: 'serach diffusion', kind: 'private' },
    { text: '', line: '', kind: 'private' },
  ])('$text is shown by way of: $kind', ({ text, line, kind }) => {
    expect(command(text)).toMatchObject({
      kind: 'work',
      keys: ['trigger:tr1'],
      work: { line, who: { id: 'U1', name: 'ada' }, place: { kind, channel: 'C1' } },
    })
  })
})

describe('A click', () => {
  it('runs its command where the button stands', () => {
    expect(click('similar 1')).toMatchObject({
      work: { line: 'similar 1', place: { kind: 'thread', channel: 'C1', thread: '1.1' } },
    })
  })

  it('on evidence opens a modal, on thumbs thanks in private', () => {
    expect(click(`evidence ${turn}`)).toMatchObject({ work: { place: { kind: 'modal', trigger: 'tr1' } } })
    expect(click(`feedback up ${turn}`)).toMatchObject({
      work: { place: { kind: 'private', thread: '1.1' } },
    })
  })

  it('on what concerns nobody else is answered to the clicker', () => {
    const button = (name: string): Command => ({
      name,
      audience: 'asker',
      mayUse: 'everyone',
      summary: name,
      options: [{ name: 'paper', summary: 'which', kind: 'paper', required: true }],
      examples: [],
      async *run() {},
    })
    const known = { ...self, describe: createDescribe([...commands, button('mute')]) }
    for (const line of ['less p-1', 'mute p-1']) {
      const { place } = workOf(click(line, {}, known))
      expect(place).toEqual({ kind: 'private', channel: 'C1', thread: '1.1', typed: false })
    }
  })

  it('on a page that only one person sees is like a slash command', () => {
    const seen = { container: { is_ephemeral: true, message_ts: '2.2' }, message: undefined }
    expect(click('ask what is TAROT?', seen)).toMatchObject({ work: { place: { kind: 'channel' } } })
    expect(click('search diffusion', seen)).toMatchObject({ work: { place: { kind: 'private' } } })
  })

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
