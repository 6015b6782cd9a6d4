// Turns what arrived in one read into key presses, in order, none lost: ssh and fast typing put several into one.
// An escape that stands before another key is a press of its own; the wizard has no Alt bindings.
import { splitGraphemes } from "../../messages/line-breaks.ts"

export type KeyName =
  | "up"
  | "down"
  | "left"
  | "right"
  | "page-up"
  | "page-down"
  | "home"
  | "end"
  | "enter"
  | "escape"
  | "space"
  | "tab"
  | "back-tab"
  | "backspace"
  | "delete"
  | "clear"
  | "delete-word"
  | "interrupt"

export type Key =
  | { readonly key: KeyName }
  /** A printable grapheme other than the space. */
  | { readonly key: "character"; readonly character: string }

/** The part of Ink's Key that is looked at. */
export interface Pressed {
  readonly upArrow: boolean
  readonly downArrow: boolean
  readonly leftArrow: boolean
  readonly rightArrow: boolean
  readonly pageUp: boolean
  readonly pageDown: boolean
  readonly home: boolean
  readonly end: boolean
  readonly return: boolean
  readonly escape: boolean
  readonly tab: boolean
  readonly shift: boolean
  readonly backspace: boolean
  readonly delete: boolean
  readonly ctrl: boolean
  readonly meta: boolean
}

const named: readonly (readonly [keyof Pressed, KeyName])[] = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "page-up"],
  ["pageDown", "page-down"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["backspace", "backspace"],
  ["delete", "delete"],
]

/** Control letters as less(1) and readline(3) have them. */
const control: Readonly<Record<string, KeyName>> = {
  a: "home",
  b: "page-up",
  c: "interrupt",
  e: "end",
  f: "page-down",
  h: "backspace",
  i: "tab",
  j: "enter",
  m: "enter",
  n: "down",
  p: "up",
  u: "clear",
  w: "delete-word",
}

export function toKeys(input: string, pressed: Pressed): readonly Key[] {
  const before: readonly Key[] = pressed.meta && !pressed.escape ? [{ key: "escape" }] : []
  if (pressed.escape) return pressed.meta ? [{ key: "escape" }, { key: "escape" }] : [{ key: "escape" }]
  const known = named.find(([flag]) => pressed[flag])
  if (known !== undefined) return [...before, { key: known[1] }]
  if (pressed.tab) return [...before, { key: pressed.shift ? "back-tab" : "tab" }]
  if (pressed.ctrl) {
    const name = control[input]
    return name === undefined ? before : [...before, { key: name }]
  }
  return [...before, ...splitGraphemes(input).flatMap(toKey)]
}

function toKey(character: string): readonly Key[] {
  if (character === " ") return [{ key: "space" }]
  if (character === "\r\n") return [{ key: "enter" }]
  if (character === "\u007f") return [{ key: "backspace" }]
  if (character < " ") {
    const name = control[String.fromCharCode(character.charCodeAt(0) + 96)]
    return name === undefined ? [] : [{ key: name }]
  }
  return [{ key: "character", character }]
}
