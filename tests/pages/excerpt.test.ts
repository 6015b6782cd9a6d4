import { expect, test } from "bun:test"
import { excerptLines } from "../../src/pages/excerpt.ts"
import { textOf } from "../../src/pages/lines.ts"

const shown = (place: Parameters<typeof excerptLines>[0]) => excerptLines(place).map(textOf).join("\n")

test("the spot is underlined where it stands on the terminal, also after Chinese characters", () => {
  const place = { file: "f", line: 7, column: 1, length: 1 }

  expect(shown({ ...place, column: 5, length: 3, text: "a = xyz" })).toBe("7 | a = xyz\n  |     ^^^")
  expect(shown({ ...place, column: 6, length: 2, text: 'k = "镜像" # 说明' })).toBe(
    '7 | k = "镜像" # 说明\n  |      ^^^^',
  )
  expect(shown({ ...place, column: 10, length: 3, text: 'k = "镜像" # 说明' })).toBe(
    '7 | k = "镜像" # 说明\n  |            ^^^^',
  )
})
