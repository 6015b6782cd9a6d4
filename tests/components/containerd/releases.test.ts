import { describe, expect, test } from "bun:test"
import { matchGlob } from "../../../src/components/containerd/simulate/glob.ts"
import { fullId, shortName } from "../../../src/components/containerd/tables/plugin-ids.ts"
import { releaseOf } from "../../../src/components/containerd/tables/releases.ts"

describe("a release", () => {
  test("reads configurations up to its own version", () => {
    const newest = ["1.7.34", "2.0.0-beta.1", "2.2.7", "2.3.0-rc.0", "2.4.0-beta.0"].map(
      (one) => releaseOf(one)?.maxSchema,
    )

    expect(newest).toEqual([2, 3, 3, 4, 4])
  })

  test("of two branches gets a fix at different patches", () => {
    const refusing = ["1.6.31", "1.6.32", "1.7.0", "1.7.16", "1.7.17"].filter(
      (one) => releaseOf(one)?.refusesNewerSchema,
    )

    expect(refusing).toEqual(["1.6.32", "1.7.17"])
  })

  test("has the sandbox image of its patch", () => {
    const images = ["1.5.13", "1.5.14", "1.6.8", "1.6.9"].map((one) => releaseOf(one)?.sandboxImage)

    expect(images).toEqual([
      "k8s.gcr.io/pause:3.5",
      "registry.k8s.io/pause:3.5",
      "k8s.gcr.io/pause:3.6",
      "registry.k8s.io/pause:3.6",
    ])
  })

  test("newer than the tables is read like the last row, and says so", () => {
    expect(releaseOf("2.7.1")).toMatchObject({ isNewerThanTables: true, maxSchema: 4 })
    expect(releaseOf("2.4.9")).toMatchObject({ isNewerThanTables: false })
  })

  test("older than the tables is not known", () => {
    expect(releaseOf("1.3.10")).toBeUndefined()
    expect(releaseOf("no version")).toBeUndefined()
  })
})

describe("a glob of imports", () => {
  const paths = ["/e/conf.d/b.toml", "/e/conf.d/a.toml", "/e/conf.d/.h.toml", "/e/conf.d/x/c.toml", "/e/a.toml"]

  test("matches in one directory, hidden files too, in the order of bytes", () => {
    expect(matchGlob("/e/conf.d/*.toml", paths)).toEqual(["/e/conf.d/.h.toml", "/e/conf.d/a.toml", "/e/conf.d/b.toml"])
  })

  test("matches sets and single characters", () => {
    expect(matchGlob("/e/*/[^b].toml", paths)).toEqual(["/e/conf.d/a.toml"])
    expect(matchGlob("/e/conf.?/a*", paths)).toEqual(["/e/conf.d/a.toml"])
  })

  test("that is malformed is none", () => {
    expect(matchGlob("/e/[*.toml", paths)).toBeUndefined()
  })
})

test("short names and full ids stand for each other", () => {
  expect(fullId("cri")).toBe("io.containerd.grpc.v1.cri")
  expect(fullId("images-service")).toBe("io.containerd.service.v1.images-service")
  expect(shortName("io.containerd.snapshotter.v1.overlayfs")).toBe("overlayfs")
  expect(shortName("io.containerd.sandbox.store.v1.local")).toBe("local")
})
