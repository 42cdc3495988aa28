import type { Activity } from './activity.ts'

/** A row of `status`; undefined where nothing is known. */
export type StatusRow = readonly [label: string, words: string | undefined]

/**
 * What `status` tells of what went on since the start of the process: how long ago that is, and rows. No rows when it
 * has just begun and nothing went on, as for a single command of the command line.
 */
export function activityWords(
  { since, answers, claims, reconnects, delay }: Activity,
  now: Date,
): { ago: string; rows: readonly StatusRow[] } {
  const minutes = Math.floor((now.getTime() - since.getTime()) / 60_000)
  return {
    ago: minutes < 1 ? 'a moment ago' : `${lasting(minutes)} ago`,
    rows: [
      ['Answers', answers && answersInWords(answers)],
      [
        'Answer time',
        answers && `half within ${seconds(answers.median)}, 95% within ${seconds(answers.slow)}`,
      ],
      ['Written sentences', claims && claimsInWords(claims)],
      ['Reconnected', reconnects > 0 ? counted(reconnects, 'time') : undefined],
      ['Event loop', minutes < 1 ? undefined : `99% of events waited under ${seconds(delay)}`],
    ],
  }
}

function answersInWords({ count, notFound }: NonNullable<Activity['answers']>): string {
  const silent = notFound > 0 ? `, ${percent(notFound, count)} not found in the papers` : ''
  return `${count.toLocaleString('en')}${silent}`
}

function claimsInWords({ shown, dropped }: NonNullable<Activity['claims']>): string {
  const all = shown + dropped
  const rest = dropped > 0 ? '; the others were dropped' : ''
  return `${percent(shown, all)} of ${all.toLocaleString('en')} are supported by the abstracts${rest}`
}

function percent(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)}%`
}

function seconds(value: number): string {
  return value < 0.95 ? `${Math.max(1, Math.ceil(value * 1000))} ms` : `${value.toFixed(1)} s`
}

function lasting(minutes: number): string {
  if (minutes < 90) return counted(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  return hours < 48 ? counted(hours, 'hour') : counted(Math.round(hours / 24), 'day')
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
