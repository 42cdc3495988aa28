/** As `input type=email` has it, in ASCII: what other servers refuse is refused where it is typed. */
const address =
  /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@([a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)+)$/i
/** An address anywhere in a line, roughly; "subscribe to" may have been read as "about". */
const within = /(?:^|\s)(?:(?:by (?:e-?)?mail )?(?:to|about)\s+)?(\S{1,64}@\S{1,120}\.\S{1,60})(?=\s|$)/i

/** An address with its domain in small letters; undefined when it is not one. */
export function readAddress(text: string): string | undefined {
  if (text.length > 254) return undefined
  const [, domain] = address.exec(text) ?? []
  return domain === undefined ? undefined : text.slice(0, -domain.length) + domain.toLowerCase()
}

export const domainOf = (mail: string): string => mail.slice(mail.lastIndexOf('@') + 1)

/** A line without the address that posts are to go to, and that address as it was typed. */
export function takeAddress(line: string): { rest: string; said: string } | undefined {
  const found = within.exec(line)
  if (!found) return undefined
  const rest = `${line.slice(0, found.index)} ${line.slice(found.index + found[0].length)}`
  return { rest: rest.trim(), said: found[1]?.replace(/[.,;!?]$/, '') ?? '' }
}
