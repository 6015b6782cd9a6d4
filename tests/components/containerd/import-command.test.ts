import { expect, test } from "bun:test"
import { containerd } from "../../../src/components/containerd/component.ts"
import { importCommandOf } from "../../../src/components/runtime-part.ts"

test.each([
  ["unix:///run/containerd/containerd.sock", "ctr -n k8s.io images import FILE"],
  ["unix:///var/run/containerd/containerd.sock", "ctr -n k8s.io images import FILE"],
  ["unix:///run/k8s/containerd.sock", "ctr --address /run/k8s/containerd.sock -n k8s.io images import FILE"],
])("an image for the containerd at %s is brought in with %s", (endpoint, command) => {
  expect(importCommandOf(containerd.runtime, endpoint)).toBe(command)
})
