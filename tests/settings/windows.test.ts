import { expect, test } from "bun:test"
import { cgroupDriver } from "../../src/settings/definitions/cgroup-driver.ts"
import { ipForward } from "../../src/settings/definitions/kernel/ip-forward.ts"
import { sandboxImage } from "../../src/settings/definitions/sandbox-image.ts"
import { nodeWith, situationWith } from "./situations.ts"

const onWindows = (image?: string) =>
  situationWith({
    node: { ...nodeWith({ isLive: false }), platform: "windows" },
    ...(image === undefined ? {} : { sandboxImage: image }),
  })
const answers = { runtime: "containerd", "image-repository": "registry.k8s.io", "kubernetes-version": "1.36" }
const windowsImage = "mcr.microsoft.com/oss/v2/kubernetes/pause:3.10.1-3"

test("a Windows node has no cgroup driver and no forwarding to choose", () => {
  expect(cgroupDriver.suggest(onWindows(), answers)).toBeUndefined()
  expect(cgroupDriver.matters(onWindows(), answers)).toBe(false)
  expect(ipForward.suggest(onWindows(), answers)).toBeUndefined()
  expect(ipForward.matters(onWindows(), answers)).toBe(false)
})

test("a Windows node gets the pause image for Windows, whatever upstream image it has", () => {
  for (const image of [undefined, "registry.k8s.io/pause:3.10.1", "mcr.microsoft.com/oss/kubernetes/pause:3.9"]) {
    expect(sandboxImage.suggest(onWindows(image), answers)).toMatchObject({ value: windowsImage, by: "suggestion" })
  }
  expect(sandboxImage.suggest(onWindows(windowsImage), answers)).toMatchObject({ value: windowsImage, by: "node" })
})

test("an image of a registry of one's own stays, and a repository that was asked for is used", () => {
  const own = "registry.example.com/pause-win:1"

  expect(sandboxImage.suggest(onWindows(own), answers)).toMatchObject({ value: own, by: "node" })
  expect(
    sandboxImage.suggest(onWindows(), { ...answers, "image-repository": "registry.example.com/k8s" }),
  ).toMatchObject({ value: "registry.example.com/k8s/pause:3.10.2" })
})
