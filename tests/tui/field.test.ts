import { describe, expect, test } from "bun:test"
import { editField, type Field, fieldWith, typeText } from "../../src/tui/state/field.ts"
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

  test("Ctrl-U clears the line", () => {
    expect(press(fieldWith("abc"), "clear")).toEqual({ text: "", cursor: 0 })
  })
})
