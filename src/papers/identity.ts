import { foldText } from './words.ts'

/** What makes two titles the same paper: letters and digits, without case, diacritics, LaTeX marks and punctuation. */
export function foldTitle(title: string): string {
  return foldText(title).replace(/[^\p{L}\p{N}]+/gu, '')
}
