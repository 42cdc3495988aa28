import { stem } from '../papers/words.ts'

/**
 * Everyday English that says how something is asked rather than what about. In a small collection such words are often
 * rare or missing, and by rarity alone would outweigh the topic. (Words that are terms of the field are left out.)
 */
const words = `
  able abt accord according account achieve across act actual actually add aim allow almost alone along
  already alternative always amount another answer anyone anyway apart appear apply approach argue around aside ask
  asked aspect assume attempt away back bad basic basically become begin believe benefit besides best better beyond
  big bigger biggest bit both break bring brought call called came cant care carry case catch cause certain
  challenge change check choice choose chosen claim clear clearly close come common compare compared concern
  concrete consider contain contrast cope could couple course cover critique current currently cut date deal decide
  deets deliver depend detail differ difference different differently difficult direct directly discuss done double
  doubt drop dude due earlier early easier easily easy effect effort else employ enable end enough entire especially
  essentially even exact exactly examine except exist expect explicitly extra fact fail fairly far fast faster favor
  favour feed feel figure final finally fine first fit fix follow following forward found front full fully fun gain
  gave general generally given goal gone good great greatly grow guess guys half handle happen hard harder hardly
  have hear heard heavily heavy help helps high higher highly hold hope huge hurt idea immediate important improve
  include including indeed info instead interesting involve issue job join just keep kept key kind kinda kinds know
  known lack large largely larger last late later lead least leave left lemme length less like likely line little
  long longer look lot lots low lower made main mainly major make makes making manage many matter maybe mean means
  meant measure meet mind minor miss moment move name named namely near nearly need needed needs never next nice
  nope normal notable note notice number numbers obtain obvious offer often old one ones ordinary original otherwise
  outcome overall pair paper part particular particularly pass past pay people perhaps person pick piece place plain
  plus point possible possibly practice precise prefer present previous previously prior proper propose proposed
  prove proven provide purpose pursue push put quick quickly quite raise ran range rather reach read readily real
  really reason receive recent recently recipe regard related relative relatively remain remedy replace report
  reported require rest result results rethink return right rough roughly run runs said same save saw say second see
  seek seem seen sense separate serious set several share short shortcoming show shown side similar simple simply
  single sit situation small smaller smart smth soon sort sound speak special specific specifically spot stand start
  starts state stay step stick still stop straight strong strongest stuff stumble such suffice suggest suggested
  suitable sup support suppose sure surprise surprising take taken takes talk tell tend thank thing think third
  thought three til till time times today together told took top total totally touch toward towards treat trick
  tried trouble true try trying turn turned two type typical typically uncover under understand unlike upon usable
  use used useful uses using usual usually various version versions wanna want wanted wat way ways weak weigh
  weighed well went whats whole wide win winner winners won wonder word words work worked works world worth wrong
  wut year years`

const light: ReadonlySet<string> = new Set(words.trim().split(/\s+/).map(stem))

/** Whether a lower-case word is everyday English. */
export function isLightWord(word: string): boolean {
  return light.has(stem(word))
}
