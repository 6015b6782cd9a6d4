import { expect, test } from "bun:test"
import { noPaint } from "../../src/cli/paint.ts"
import { renderExcerpt } from "../../src/cli/render/excerpt.ts"

test("the spot is underlined where it stands on the terminal, also after Chinese characters", () => {
  const place = { file: "f", line: 7, column: 1, length: 1 }

  expect(renderExcerpt({ ...place, column: 5, length: 3, text: "a = xyz" }, noPaint)).toBe(
    "  7 | a = xyz\n    |     ^^^",
  )
  expect(renderExcerpt({ ...place, column: 6, length: 2, text: 'k = "镜像" # 说明' }, noPaint)).toBe(
    '  7 | k = "镜像" # 说明\n    |      ^^^^',
  )
  expect(renderExcerpt({ ...place, column: 10, length: 3, text: 'k = "镜像" # 说明' }, noPaint)).toBe(
    '  7 | k = "镜像" # 说明\n    |            ^^^^',
  )
})
