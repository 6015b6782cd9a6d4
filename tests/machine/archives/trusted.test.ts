// Files that root installs by: lists of checksums, and bundles. Whoever else may write them decides what is installed.
import { expect, test } from "bun:test"
import { knownArchives } from "../../../src/detect/known-archives.ts"
import { bundleOnNode } from "../../../src/packages/archives/bundle-on-node.ts"
import { memoryMachine } from "../memory-machine.ts"

const sums = "/root/sums"
const manifest = "/opt/bundle/manifest.toml"

test.each([
  ["file-open", { mode: 0o666, uid: 0 }],
  ["file-open", { mode: 0o664, uid: 0 }],
  ["file-of-another-user", { mode: 0o644, uid: 1000 }],
])("a list of checksums that others may write is refused: %s, %o", (code, ownership) => {
  const machine = memoryMachine({ isLive: true })
  machine.put(sums, "", ownership)

  expect(knownArchives(machine, sums, [])).toMatchObject({ ok: false, fault: { code, args: { file: sums } } })
})

test("a list of checksums that is root's own is read", () => {
  const machine = memoryMachine({ isLive: true })
  machine.put(sums, "", { mode: 0o644, uid: 0 })

  expect(knownArchives(machine, sums, [])).toMatchObject({ ok: true })
})

test.each([
  ["file-open", manifest, { mode: 0o666, uid: 0 }, 0o755],
  ["file-of-another-user", manifest, { mode: 0o644, uid: 1000 }, 0o755],
  ["file-exchangeable", manifest, { mode: 0o644, uid: 0 }, 0o777],
  ["file-open", "/opt/bundle.tar", { mode: 0o666, uid: 0 }, 0o755],
])(
  "a bundle that others may write is refused before anything of it is read: %s, %s",
  async (code, file, ownership, mode) => {
    const machine = memoryMachine({ isLive: true })
    machine.putDirectory("/opt/bundle", { mode })
    machine.put(file, "", ownership)
    const bundle = file === manifest ? "/opt/bundle" : file

    expect(await bundleOnNode(machine, bundle)).toMatchObject({ ok: false, fault: { code, args: { file } } })
    expect(machine.acts).toEqual([])
  },
)
