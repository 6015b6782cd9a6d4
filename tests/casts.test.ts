// The pictures of the README are what its casts show, and the casts are what a player can play.
import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { castFromText, pictures, playTo } from "../scripts/terminal/cast.ts"
import { darkPalette, screenToSvg } from "../scripts/terminal/screen-to-svg.ts"

const docs = join(import.meta.dir, "../docs")
const castOf = (name: string) => castFromText(readFileSync(join(docs, `casts/${name}.cast`), "utf8"))

test.each(pictures)(
  "of the cast %s the picture shows the screen %s (scripts/terminal/casts.ts)",
  async (name, mark) => {
    const cast = castOf(name)
    const screen = await playTo(cast, mark)
    const shown = screenToSvg(screen, cast.columns, cast.rows, darkPalette)

    expect(readFileSync(join(docs, `screenshots/${mark}.svg`), "utf8")).toBe(shown)
  },
)

test.each([...new Set(pictures.map(([name]) => name)), "own-answers", "no-runtime"])(
  "the cast %s can be played",
  (name) => {
    const { entries } = castOf(name)
    const times = entries.map(([seconds]) => seconds)

    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(new Set(entries.map(([, kind]) => kind))).toEqual(new Set(["o", "i", "m"]))
  },
)
