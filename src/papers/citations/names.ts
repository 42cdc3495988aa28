/** A name as bibliographies want it in parts; one that has none, such as a team's, is `literal`. */
export type NameParts =
  | { family: string; given: string; particle: string; suffix: string; literal?: undefined }
  | { literal: string }

const suffixes = /^(?:jr|sr)\.?$|^(?:ii|iii|iv)$/i
const particles = new Set('van von de del della der den di du la le da dos bin ibn al ter ten'.split(' '))
const group = /\b(?:team|collaboration|consortium|group|lab|laboratory|initiative|community|project)\b/i

/**
 * The parts of "First van der Last Jr.": the last word is the family name, with the particles in front of it. Where two
 * family names or another order are meant, nobody can tell.
 */
export function nameParts(name: string): NameParts {
  const words = name.split(/\s+/).filter((word) => word !== '')
  const last = words.at(-1)
  if (words.length < 2 || last === undefined || group.test(name) || name.includes(','))
    return { literal: name.trim() }
  const suffix = words.length > 2 && suffixes.test(last) ? last : ''
  const plain = suffix === '' ? words : words.slice(0, -1)
  let start = plain.length - 1
  while (start > 1 && particles.has((plain[start - 1] ?? '').toLowerCase())) start -= 1
  return {
    given: plain.slice(0, start).join(' '),
    particle: plain.slice(start, -1).join(' '),
    family: plain.at(-1) ?? '',
    suffix,
  }
}

/** "van den Berg, Ben", "Smith, Jr., John"; a team's name as it is. */
export function invertedName(name: string): string {
  const parts = nameParts(name)
  if (parts.literal !== undefined) return parts.literal
  return [[parts.particle, parts.family].filter(Boolean).join(' '), parts.suffix, parts.given]
    .filter(Boolean)
    .join(', ')
}
