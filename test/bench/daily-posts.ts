import { simulateYear, timeSchedules } from '../digests/year.ts'
import { formatTable } from '../eval/table.ts'

/** Prints how long a year of daily posts takes. -> whether every post came once, at its moment */
export async function benchDailyPosts(print: (text: string) => void): Promise<boolean> {
  const schedules = timeSchedules(10_000)
  const year = await simulateYear(1_000)
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`
  const count = (number: number) => number.toLocaleString('en')
  const row = (what: string, subscriptions: number, posts: number, wrong: string, milliseconds: number) => [
    what,
    count(subscriptions),
    count(posts),
    wrong,
    seconds(milliseconds),
    `${((milliseconds * 1000) / posts).toFixed(1)} µs`,
  ]
  print(
    formatTable(
      ['a year of', 'subscriptions', 'posts', 'wrong', 'time', 'per post'],
      [
        row('due moments', schedules.subscriptions, schedules.runs, '-', schedules.milliseconds),
        row('posts in the store', year.subscriptions, year.posts, count(year.wrong), year.milliseconds),
      ],
    ),
  )
  return year.wrong === 0
}
