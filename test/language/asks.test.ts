import { expect, it } from 'vitest'
import { asks } from '../../src/language/asks.ts'

it.each([
  ['what data does it use', true],
  ['Which one?', true],
  ['用了什么数据？', true],
  ['please show me the second one', true],
  ['Nice. Can you compare them', true],
  ['<@U1> tell me more', true],
  ['it said 35% of the checkpoints', false],
  ['we read that on Friday', false],
  ['somewhat better', false],
  ['', false],
])('%s asks something: %s', (line, expected) => {
  expect(asks(line)).toBe(expected)
})
