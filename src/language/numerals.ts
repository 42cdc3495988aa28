const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
/** "10⁻³", "10^{-3}", "10^-3", with or without a factor before it. */
const power =
  /(?:(?<!\d)(\d+(?:\.\d+)?)\s{0,2}[×x·*]\s{0,2})?\b10(?:\^\s?\{?\s?([-−]?\d{1,2})\s?\}?|\*\*([-−]?\d{1,2})|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))/g

/**
 * Numerals of any spelling as plain ones: digits of any script, powers of ten as 1e-3, no separators of thousands, no
 * LaTeX signs, dashes as hyphens, and spaces between scripts.
 */
export function plainNumerals(text: string): string {
  return text
    .replace(/\\(?:times|cdot)\b/g, '×')
    .replace(/\\(?:sim|approx|simeq)\b/g, '~')
    .replace(/\\([%$#&_])/g, '$1')
    .replace(/\{,\}/g, ',')
    .replace(/\$/g, ' ')
    .replace(power, (_, factor = '1', one, two, raised) => `${factor}e${one ?? two ?? lowered(raised)}`)
    .normalize('NFKC')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/(?<=\d)[,\u202f\u00a0\u2009' ](?=\d{3}(?!\d))/g, (sign, at: number, all: string) =>
      // A plain space parts thousands only where nothing else stands before: "in 2020 300 papers" has two numbers.
      sign === ' ' && !/(?:^|[^\d.])\d{1,3}$/.test(all.slice(Math.max(0, at - 5), at)) ? sign : '',
    )
    .replace(/\bper cent\b|\bpour cent\b|\bpor ciento\b/gi, 'percent')
    .replace(/\bpercentage[- ]points?\b/gi, 'points')
    .replace(/\b(one|two)[- ]thirds?\b/gi, '$1 third-part')
    .replace(/(?<=[\p{Script=Latin}\p{N}%])(?=(?!\p{Script=Latin})\p{L})/gu, ' ')
    .replace(/(?<=(?!\p{Script=Latin})\p{L})(?=[\p{Script=Latin}\p{N}])/gu, ' ')
}

function lowered(raised = ''): string {
  return raised.replace(/./gu, (sign) =>
    superscripts.includes(sign) ? String(superscripts.indexOf(sign)) : sign === '⁻' ? '-' : '',
  )
}

/** Unicode keeps the ten digits of a script in one run, zero first. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return value
}
