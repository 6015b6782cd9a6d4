// The real programs that nodes are tried with: every pinned directory is built, and every one that is built is pinned.
import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { peers, pinnedDirectories, recipeOf } from "../real/peers/peers.ts"

test("every pinned directory is built from, and nothing else", () => {
  expect([...new Set(peers.map(({ name }) => name))].toSorted()).toEqual(pinnedDirectories().toSorted())
})

test.each(peers.map((peer) => [peer.name, peer] as const))("%s is pinned to the release that is said", (name, peer) => {
  const pinned = readFileSync(join(import.meta.dir, "../real/peers", name, "go.mod"), "utf8")
  for (const source of Object.values(peer.programs)) {
    const module = [...pinned.matchAll(/^\s*(\S+) (v\S+)/gm)].find(([, path = ""]) => source.startsWith(`${path}/`))
    expect(module?.[2]?.replace(/^v/, "")).toBe(peer.release.replace(/^v/, ""))
  }
})

test("another release or another program is another recipe", () => {
  const recipes = peers.flatMap((peer) => Object.keys(peer.programs).map((program) => recipeOf(peer, program)))
  expect(new Set(recipes).size).toBe(recipes.length)
})
