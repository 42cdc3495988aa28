import { add } from './add.ts'
import { ask } from './ask.ts'
import { cite } from './cite.ts'
import type { Command } from './command.ts'
import { compare } from './compare.ts'
import { evidence } from './evidence.ts'
import { feed } from './feed.ts'
import { feedback } from './feedback.ts'
import { follow, unfollow, unwatch, watch } from './follow.ts'
import { forget } from './forget.ts'
import { createHelp } from './help.ts'
import { hide } from './hide.ts'
import { less, prefer } from './less.ts'
import { map } from './map.ts'
import { pause, resume } from './pause.ts'
import { remove } from './remove.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { show } from './show.ts'
import { similar } from './similar.ts'
import { status } from './status.ts'
import { subscribe } from './subscribe.ts'
import { subscriptions } from './subscriptions.ts'
import { summarize } from './summarize.ts'
import { today } from './today.ts'
import { trending } from './trending.ts'
import { back, next } from './turn-over.ts'
import { unhide } from './unhide.ts'
import { unsubscribe } from './unsubscribe.ts'
import { welcome } from './welcome.ts'

const withoutHelp: readonly Command[] = [
  welcome,
  ask,
  search,
  show,
  similar,
  compare,
  cite,
  summarize,
  map,
  today,
  trending,
  subscribe,
  subscriptions,
  unsubscribe,
  follow,
  watch,
  pause,
  resume,
  feed,
  settings,
  add,
  hide,
  unhide,
  remove,
  status,
  forget,
  evidence,
  feedback,
  unfollow,
  unwatch,
  prefer,
  less,
  next,
  back,
]

/** Every command; those that are not hidden in the order in which help lists them. */
export const commands: readonly Command[] = [...withoutHelp, createHelp(withoutHelp)]
