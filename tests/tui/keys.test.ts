import { describe, expect, test } from "bun:test"
import { type Pressed, toKeys } from "../../src/tui/state/keys.ts"

const nothing: Pressed = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageUp: false,
  pageDown: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  tab: false,
  shift: false,
  backspace: false,
  delete: false,
  ctrl: false,
  meta: false,
}
const names = (input: string, pressed: Partial<Pressed> = {}) =>
  toKeys(input, { ...nothing, ...pressed }).map((one) => (one.key === "character" ? one.character : one.key))

describe("keys", () => {
  test("what arrives in one read is as many key presses as were made", () => {
    expect(names("jj \rab")).toEqual(["j", "j", "space", "enter", "a", "b"])
  })

  test("Ctrl-C among other characters is still an interruption", () => {
    expect(names("j\u0003k")).toEqual(["j", "interrupt", "k"])
  })

  test("a character of several code points is one press", () => {
    expect(names("镜👨‍👩‍👧é")).toEqual(["镜", "👨‍👩‍👧", "é"])
  })

  test("an escape in front of another key is a press of its own", () => {
    expect(names("j", { meta: true })).toEqual(["escape", "j"])
    expect(names("", { meta: true, return: true })).toEqual(["escape", "enter"])
    expect(names("", { meta: true, upArrow: true })).toEqual(["escape", "up"])
  })

  test("control letters mean what they mean in less and readline", () => {
    expect(names("c", { ctrl: true })).toEqual(["interrupt"])
    expect(names("n", { ctrl: true })).toEqual(["down"])
    expect(names("u", { ctrl: true })).toEqual(["clear"])
    expect(names("w", { ctrl: true })).toEqual(["delete-word"])
    expect(names("z", { ctrl: true })).toEqual([])
  })

  test("other control characters mean nothing", () => {
    expect(names("a\u0000\u001ab")).toEqual(["a", "b"])
  })
})
