import { webApi } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import { explainRefusal, faultOf } from '../../../src/adapters/slack/calling/faults.ts'
import { whyClosed } from '../../../src/adapters/slack/posts/closed.ts'
import { typedText } from '../../../src/adapters/slack/reading/message-text.ts'

const said = (error: string) => faultOf(new webApi.WebAPIPlatformError({ ok: false, error }))

describe("Slack's refusals", () => {
  it.each(['ratelimited', 'rate_limited', 'message_limit_exceeded'])('%s means later', (code) =>
    expect(said(code)).toEqual({ kind: 'limited', wait: expect.any(Number) }),
  )
  it.each([
    'channel_is_limited_access',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'no_permission',
    'team_access_not_granted',
    'posting_to_general_channel_denied',
  ])('%s means not there', (code) => {
    expect(said(code)).toEqual({ kind: 'refused', code })
    expect(explainRefusal(code).message).toContain('I may not write there')
    expect(whyClosed(code)).toContain('I may not write in that channel')
  })
  it.each(['something_new', 'as_yet_unknown_restriction'])('%s, which nobody knows, closes nothing', (code) =>
    expect(whyClosed(code)).toBeUndefined(),
  )
})

it.each([
  ['<@U0BOT> summarize <http://FINN.no|FINN.no>', 'summarize FINN.no'],
  ['show <https://arxiv.org/abs/2402.17152|arxiv.org/abs/2402.17152>', 'show arxiv.org/abs/2402.17152'],
  ['similar <http://u-net.io|U-Net.io>', 'similar U-Net.io'],
  ['search <mailto:ada@example.org|ada@example.org>', 'search ada@example.org'],
  ['show <https://arxiv.org/abs/2402.17152|this one>', 'show https://arxiv.org/abs/2402.17152'],
  ['show <https://arxiv.org/abs/2402.17152>', 'show https://arxiv.org/abs/2402.17152'],
])('%s was typed as %s', (text, typed) => expect(typedText(text, 'U0BOT')).toBe(typed))
