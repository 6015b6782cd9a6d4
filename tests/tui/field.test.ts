import { describe, expect, test } from "bun:test"
import { editField, editOffered, type Field, fieldWith, typeText } from "../../src/tui/state/field.ts"
import type { KeyName } from "../../src/tui/state/keys.ts"

const press = (field: Field, ...keys: readonly KeyName[]) => keys.reduce((now, key) => editField(now, { key }), field)

describe("a line that is typed", () => {
  test("a backspace takes a whole character, however many code points it has", () => {
    expect(press(fieldWith("a👨‍👩‍👧"), "backspace").text).toBe("a")
    expect(press(fieldWith("镜像"), "backspace").text).toBe("镜")
  })

  test("text goes in where the cursor stands", () => {
    expect(typeText(press(fieldWith("ac"), "left"), "b")).toEqual({ text: "abc", cursor: 2 })
  })

  test("the ends hold: nothing before the first and after the last character", () => {
    expect(press(fieldWith("a"), "home", "left", "backspace")).toEqual({ text: "a", cursor: 0 })
    expect(press(fieldWith("a"), "right", "delete")).toEqual({ text: "a", cursor: 1 })
  })

  test("line breaks in a pasted text become spaces and controls are dropped", () => {
    expect(typeText(fieldWith(""), "one\r\ntwo\u001b[31m").text).toBe("one two[31m")
  })

  test("Ctrl-W takes the word before the cursor with the spaces behind it", () => {
    expect(press(fieldWith("one two  "), "delete-word")).toEqual({ text: "one ", cursor: 4 })
    expect(press(fieldWith("镜像 仓库"), "left", "delete-word")).toEqual({ text: "镜像 库", cursor: 3 })
    expect(press(fieldWith("one"), "home", "delete-word")).toEqual({ text: "one", cursor: 0 })
  })

  test("what is offered gives way to what is typed, and stays where one moves in it", () => {
    expect(editOffered("offered", { key: "character", character: "x" })).toEqual({ text: "x", cursor: 1 })
    expect(editOffered("offered", { key: "clear" })).toEqual({ text: "", cursor: 0 })
    expect(editOffered("offered", { key: "home" })).toEqual({ text: "offered", cursor: 0 })
    expect(editOffered("offered", { key: "end" })).toEqual({ text: "offered", cursor: 7 })
    expect(editOffered("offered", { key: "up" })).toBeUndefined()
  })

  test("Ctrl-U clears the line", () => {
    expect(press(fieldWith("abc"), "clear")).toEqual({ text: "", cursor: 0 })
  })
})
