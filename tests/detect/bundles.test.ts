import { expect, test } from "bun:test"
import { bundlesNear } from "../../src/detect/bundles.ts"
import { writeManifest } from "../../src/documents/bundle/manifest.ts"
import type { BundleManifest } from "../../src/model/install/bundle.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const manifest: BundleManifest = {
  runtime: "containerd",
  release: "2.3.4",
  kubernetes: "1.36",
  arch: "amd64",
  files: [
    {
      name: "runc",
      version: "1.4.3",
      arch: "amd64",
      os: "any",
      file: "files/runc",
      bytes: 1,
      sha256: "0".repeat(64),
      target: "/usr/local/sbin/runc",
    },
  ],
}
const text = writeManifest(manifest)

test("a bundle is found beside the program, on what was mounted and in /opt, and nowhere else", () => {
  const machine = memoryMachine({
    isLive: true,
    files: {
      "/root/tools/bundle/manifest.toml": text,
      "/root/tools/deep/er/manifest.toml": text,
      "/mnt/manifest.toml": text,
      "/media/somebody/disk/bundle/manifest.toml": text,
      "/opt/bundle/manifest.toml": text,
      "/opt/other/manifest.toml": 'name = "a program of somebody"\n',
      "/srv/bundle/manifest.toml": text,
    },
  })

  expect(bundlesNear(machine, "/root/tools/criadm").map(({ path }) => path)).toEqual([
    "/root/tools/bundle",
    "/mnt",
    "/media/somebody/disk/bundle",
    "/opt/bundle",
  ])
})

test("a medium with thousands of directories is not searched through", () => {
  const files = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`/mnt/${index}/x/file`, ""]))
  const machine = memoryMachine({ isLive: true, files: { ...files, "/mnt/zz/manifest.toml": text } })

  expect(bundlesNear(machine, "")).toEqual([])
})
