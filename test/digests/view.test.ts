import { describe, expect, it } from 'vitest'
import { createDrawWeek } from '../../src/commands/map/week.ts'
import { drawPost } from '../../src/digests/view.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Weekday } from '../../src/store/subscriptions.ts'
import { openShipped, reply } from '../commands/shipped-services.ts'

const post = (days: readonly Weekday[], topic?: string) =>
  drawPost({ turn: 't', choices: [] }, [], {
    subscription: {
      id: 'k3f9',
      to: { platform: 'terminal', kind: 'direct', person: 'ada' },
      owner: { id: 'ada' },
      schedule: { minute: 540, days, zone: 'UTC' },
      top: 5,
      quiet: 'silence',
      less: [],
      createdAt: new Date(0),
      nextDue: new Date(0),
      ...(topic !== undefined && { topic }),
    },
    day: '2025-03-14',
    late: false,
  }).whole.actions ?? []

describe('A post of once a week', () => {
  it('offers a map of its week, and a daily one does not', async () => {
    expect(post([1, 2, 3, 4, 5])).toEqual([])
    const [button] = post([5], 'diffusion models')
    expect(button).toMatchObject({
      label: 'Map of the week',
      command: 'map diffusion models from 2025-03-08 to 2025-03-14',
    })
    const { handle } = await openShipped()
    for (const action of [...post([5]), ...post([5], 'diffusion models')]) {
      const page = await reply(handle, action.kind === 'run' ? action.command : '')
      expect(plainText(page)).toContain('from 2025-03-08 to 2025-03-14')
      expect(page.blocks.map(({ kind }) => kind)).toContain('image')
    }
  })

  it('has a picture of its week with its themes in words, unless there are too few papers', async () => {
    const { services } = await openShipped()
    const drawWeek = createDrawWeek(services)
    const signal = new AbortController().signal
    const picture = await drawWeek('feature interactions from 2025-03-08 to 2025-03-14', signal)
    expect(picture).toMatchObject({
      alt: expect.stringMatching(/^Map of \d+ papers on feature interactions/),
    })
    expect(
      Buffer.from(picture?.png ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    expect(await drawWeek('feature interactions from 2024-03-08 to 2024-03-14', signal)).toBeUndefined()
    expect(await drawWeek('from 2025-03-08 to 2025-03-14', AbortSignal.abort())).toBeUndefined()
  })
})
