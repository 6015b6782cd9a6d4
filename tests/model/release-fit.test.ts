// Which releases of containerd serve which Kubernetes, by the project's own table.
import { describe, expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { releaseFit, supportEnd } from "../../src/model/release-fit.ts"

const containerd = components.find(({ id }) => id === "containerd")
const fit = (release: string, kubernetes: string) =>
  containerd?.install === undefined ? undefined : releaseFit(containerd.install.fits, release, kubernetes).is

describe("a release of containerd", () => {
  test("that the table names, or a newer one of its series, is fit", () => {
    expect(["1.7.24", "1.7.31", "2.0.1", "2.1.0"].map((release) => fit(release, "1.32"))).toEqual([
      "fit",
      "fit",
      "fit",
      "fit",
    ])
    expect(fit("1.7.28", "1.34.2")).toBe("fit")
  })

  test("older than the one of its series is below what is recommended", () => {
    expect([fit("1.7.24", "1.34"), fit("2.0.5", "1.34"), fit("2.1.2", "1.34")]).toEqual(["below", "below", "below"])
  })

  test("of a series that the table does not name any more is below; of a newer series it is fit", () => {
    expect([fit("1.7.31", "1.36"), fit("2.1.9", "1.36"), fit("1.6.20", "1.32")]).toEqual(["below", "below", "below"])
    expect([fit("2.3.4", "1.35"), fit("2.4.2", "1.36")]).toEqual(["fit", "fit"])
  })

  test("is measured by the newest row where the table has none yet, and by none before its first", () => {
    expect([fit("2.3.4", "1.37"), fit("1.7.24", "1.37")]).toEqual(["fit", "below"])
    expect(fit("1.6.20", "1.30")).toBe("fit")
  })

  test("has an end of support that its project announced", () => {
    expect(supportEnd(containerd?.support?.ends ?? [], "1.7.24")).toBe("2026-09-30")
    expect(supportEnd(containerd?.support?.ends ?? [], "9.9.9")).toBeUndefined()
  })
})
