// Everything stands below [plugin."io.containerd.grpc.v1.cri"], without the s: containerd ignores tables it does not
// know. Report: containerd/cri#1616.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "containerd-plugin-singular"
const config = "etc/containerd/config.toml"

function unknown(text: string, version = "2.1.9") {
  using node = new CaseNode(name)
  node.write(config, text)
  return node
    .findings("--runtime-version", version)
    .filter(({ code }) => code === "containerd-key-unknown")
    .map(({ severity, args, place }) => ({ severity, ...(args as Record<string, string>), line: place?.line }))
}

test("check names the table, its line and how it is written", () => {
  using node = new CaseNode(name)

  expect(node.findings().find(({ code }) => code === "containerd-key-unknown")).toMatchObject({
    severity: "warning",
    args: { file: `/${config}`, key: "plugin", why: "misspelt", meant: "plugins" },
  })
})

// Each is what containerd 2 tells in its log as "Ignoring unknown key in TOML for plugin". Reports: containerd/containerd
// #10959 and #11864, nestybox/sysbox#997, lima-vm/lima#4185, kubernetes-sigs/kind#3768.
test.each([
  [
    "version = 3\n[plugins.'io.containerd.cri.v1.images']\nsandbox_image = 'a/b:1'\n",
    "misplaced",
    'plugins."io.containerd.cri.v1.images".pinned_images.sandbox',
  ],
  [
    "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd]\nsnapshotter = 'native'\n",
    "misplaced",
    'plugins."io.containerd.cri.v1.images".snapshotter',
  ],
  [
    "version = 3\n[plugins.'io.containerd.cri.v1.runtime'.registry]\nconfig_path = '/etc/containerd/certs.d'\n",
    "misplaced",
    'plugins."io.containerd.cri.v1.images".registry',
  ],
  ["version = 2\nisabled_plugins = []\n", "misspelt", "disabled_plugins"],
  [
    "version = 3\n[plugins.'io.containerd.cri.v1.image']\nsnapshotter = 'native'\n",
    "misspelt",
    'plugins."io.containerd.cri.v1.images"',
  ],
])("%j: %s", (text, why, meant) => {
  expect(unknown(text)).toMatchObject([{ severity: "warning", why, meant }])
})

test("a key of a later release is told with the release that has it", () => {
  const text = "version = 2\n[plugins.'io.containerd.grpc.v1.cri']\nenable_cdi = true\n"

  expect(unknown(text, "1.6.20")).toMatchObject([{ why: "later", meant: "1.7", line: 3 }])
  expect(unknown(text, "1.7.24")).toEqual([])
})

test("a key that nobody knows is a note; keys of plugins of other makers are theirs", () => {
  expect(unknown("version = 2\nsubreaper = true\n")).toMatchObject([{ severity: "note", why: "unknown" }])
  expect(unknown("version = 2\n[plugins.'io.containerd.snapshotter.v1.stargz']\nno_prefetch = true\n")).toEqual([])
})
