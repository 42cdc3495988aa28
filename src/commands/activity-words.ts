import type { Activity } from './activity.ts'

/** Rows of `status` on what went on since the start of the process; undefined is what did not happen. */
export function activityRows(
  { since, answers, claims, reconnects, delay }: Activity,
  { version, now }: { version: string; now: Date },
): readonly (readonly [string, string | undefined])[] {
  const minutes = Math.floor((now.getTime() - since.getTime()) / 60_000)
  // A single command of the command line has just begun.
  const hasRun = minutes > 0
  return [
    ['Answers', answers && answersInWords(answers)],
    ['Answer time', answers && `half within ${seconds(answers.median)}, 95% within ${seconds(answers.slow)}`],
    ['Written sentences', claims && claimsInWords(claims)],
    ['Reconnected', reconnects > 0 ? `${counted(reconnects, 'time')} since the start` : undefined],
    ['Busy', hasRun ? `99% of events waited under ${seconds(delay)}` : undefined],
    ['Running', `Paperboy ${version}${hasRun ? `, for ${lasting(minutes)}` : ''}`],
  ]
}

function answersInWords({ count, notFound }: NonNullable<Activity['answers']>): string {
  const silent = notFound > 0 ? `, ${percent(notFound, count)} not found in the papers` : ''
  return `${count.toLocaleString('en')} since the start${silent}`
}

function claimsInWords({ shown, dropped }: NonNullable<Activity['claims']>): string {
  const all = shown + dropped
  const rest = dropped > 0 ? '; the others were dropped' : ''
  return `${percent(shown, all)} of ${all.toLocaleString('en')} held against the abstracts${rest}`
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
