/** Whether a piece ends as sentences do (closing marks and tags aside), or in a web address. */
export function endsSentence(text: string): boolean {
  const end = text.slice(-200).replace(/(?:["'”’»）)\]}]|<\/[a-z]{1,10}>)+$/iu, '')
  return /[.!?…。．！？؟।۔]$/u.test(end) || /https?:\/\/\S+$/.test(text.slice(-200))
}

/** Whether a sentence ends inside a piece: a full stop, white space, a capital. */
export function holdsSentenceBorder(text: string): boolean {
  return /(?:\p{L}{3}|[\d)\]%”"])[.?!] ["“(]?\p{Lu}|[。！？]./u.test(text)
}

const han = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u

/** Puts lines that were broken for width together again: "low-" + "level" is one word, "low-" + "and high-" are two. */
export function joinLines(lines: readonly string[]): string {
  return lines.reduce((text, line) => {
    if (text === '') return line
    const brokenWord =
      /[\p{L}\p{N}/]-$/u.test(text) && /^(?!(?:and|or|to|vs|versus|but)\b(?!-))[\p{L}\p{N}]/iu.test(line)
    const unspaced = han.test(text.at(-1) ?? '') && han.test(line.charAt(0))
    return brokenWord || unspaced ? text + line : `${text} ${line}`
  }, '')
}
