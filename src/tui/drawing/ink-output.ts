// Takes the place of ink/build/output.js (Ink 8.0.0) in the built program: scripts/bundle-plugins.ts puts it there. Ink's
// own splits every frame into cells, each an object, to lay texts over each other; that took more than half of the time
// from a key to its repaint. The wizard's screens are whole rows that lie beside nothing, so rows are all there is here.
// Ink's own is still used where nothing is bundled: tests/tui/screens.test.tsx draws with it, tests/tui/wizard.test.ts
// with this one, and both must show the same.

type Transformer = (line: string, row: number) => string

export default class Output {
  readonly #rows: string[]

  constructor({ height }: { readonly width: number; readonly height: number }) {
    this.#rows = Array.from({ length: height }, () => "")
  }

  /** Puts the lines of a text below each other, from column `x` of row `y` on, both 0-based. */
  write(x: number, y: number, text: string, { transformers }: { readonly transformers: readonly Transformer[] }): void {
    for (const [at, line] of text.split("\n").entries()) {
      const before = this.#rows[y + at]
      if (before === undefined) continue
      const gap = " ".repeat(Math.max(0, x - (before === "" ? 0 : Bun.stringWidth(before))))
      this.#rows[y + at] = before + gap + transformers.reduce((shown, transform) => transform(shown, at), line)
    }
  }

  /** Ink calls it for boxes with `overflow="hidden"`, of which the wizard has none. */
  clip(): never {
    throw new Error("the wizard's rows are cut to the terminal before they are drawn")
  }

  get(): { readonly output: string; readonly height: number } {
    return { output: this.#rows.map((row) => row.trimEnd()).join("\n"), height: this.#rows.length }
  }
}
