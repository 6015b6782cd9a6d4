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

/** The header of tar(1)'s ustar form and the bytes, padded. */
function inTar(name: string, content: string): string {
  const octal = (value: number) => `${value.toString(8).padStart(11, "0")}\0`
  const head = `${name.padEnd(100, "\0")}0000644\0${"0000000\0".repeat(2)}${octal(content.length)}${octal(0)}`
  const rest = `0${"\0".repeat(100)}ustar\0${"00"}`
  const sum = [...`${head}${" ".repeat(8)}${rest}`].reduce((total, one) => total + one.charCodeAt(0), 0)
  const block = `${head}${sum.toString(8).padStart(6, "0")}\0 ${rest}`.padEnd(512, "\0")
  return `${block}${content.padEnd(Math.ceil(content.length / 512) * 512, "\0")}`
}

test("a bundle that is one tar is found in the same places, also one that a person packed of a directory", () => {
  const machine = memoryMachine({
    isLive: true,
    files: {
      "/root/tools/bundle.tar": inTar("manifest.toml", text) + inTar("files/runc", "x"),
      "/media/somebody/disk/packed.tar": inTar("./files/runc", "x".repeat(1000)) + inTar("./manifest.toml", text),
      "/mnt/late.tar": inTar("files/containerd", "x".repeat(1024 * 1024)) + inTar("manifest.toml", text),
      "/mnt/other.tar": inTar("somebody/manifest.toml", text),
      "/mnt/cut.tar": inTar("manifest.toml", text).slice(0, 700),
      "/opt/no.tar": text,
      "/opt/bundle.tar.gz": inTar("manifest.toml", text),
    },
  })

  expect(bundlesNear(machine, "/root/tools/criadm")).toEqual(
    ["/root/tools/bundle.tar", "/media/somebody/disk/packed.tar"].map((path) => ({ path, manifest })),
  )
})

test("a medium with thousands of directories is not searched through", () => {
  const files = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`/mnt/${index}/x/file`, ""]))
  const machine = memoryMachine({ isLive: true, files: { ...files, "/mnt/zz/manifest.toml": text } })

  expect(bundlesNear(machine, "")).toEqual([])
})
