// What ends containerd, or leaves CRI out, although nothing is wrong in CRI's own tables. Each outcome was seen on real
// releases (tests/components/containerd/cases/start-rules.json). Reports: cvmfs/cvmfs#2894 and moby/moby#46254 (devmapper
// without its pool), containerd/containerd#11606 (unpack_config), #6557 (services that CRI stands on).
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const config = "etc/containerd/config.toml"

function failures(text: string, version = "2.1.9") {
  using node = new CaseNode("containerd-plugin-singular")
  node.write(config, text)
  const found = node.findings("--runtime-version", version).filter(({ severity }) => severity === "failure")
  return found.map(({ code, place }): [string, number | undefined] => [code, place?.line])
}

test.each([
  ["version = 3\n[debug]\nlevel = 'verbose'\n", "containerd-value-refused", 3],
  ["version = 3\n[timeouts]\n'io.containerd.timeout.task.state' = '5'\n", "containerd-value-refused", 3],
  ["version = 3\n[proxy_plugins.stargz]\ntype = 'snapshotter'\naddress = '/run/x'\n", "containerd-value-refused", 3],
  ["version = 3\n[metrics]\naddress = '1338'\n", "containerd-value-refused", 3],
  ["version = 3\nrequired_plugins = ['io.containerd.snapshotter.v1.stargz']\n", "containerd-required-plugin", 2],
  ["version = 3\n[plugins.'io.containerd.nri.v1.nri']\ndisable = 'true'\n", "containerd-wrong-type", 3],
  ["version = 3\n[stream_processors.x]\naccepts = 'a'\n", "containerd-wrong-type", 3],
  [
    "version = 3\n[plugins.'io.containerd.metadata.v1.bolt']\ncontent_sharing_policy = 'private'\n",
    "containerd-content-policy",
    3,
  ],
  [
    "version = 3\n[plugins.'io.containerd.service.v1.diff-service']\ndefault = ['erofs', 'walking']\n",
    "containerd-differ-missing",
    3,
  ],
  [
    "version = 3\n[plugins.'io.containerd.runtime.v2.task']\nplatforms = ['linux/amd64/v1/x']\n",
    "containerd-platform-invalid",
    3,
  ],
  [
    "version = 3\n[plugins.'io.containerd.snapshotter.v1.devmapper']\npool_name = 'p'\nbase_image_size = 'big'\n",
    "containerd-size-invalid",
    4,
  ],
  [
    "version = 3\n[plugins.'io.containerd.cri.v1.images']\nsnapshotter = 'devmapper'\n",
    "containerd-snapshotter-not-configured",
    3,
  ],
  [
    "version = 3\n[[plugins.'io.containerd.transfer.v1.local'.unpack_config]]\nplatform = 'a/b/c/d'\nsnapshotter = 'overlayfs'\n",
    "containerd-unpack-platform",
    2,
  ],
  [
    "version = 3\n[[plugins.'io.containerd.transfer.v1.local'.unpack_config]]\nplatform = 'linux/amd64'\nsnapshotter = 'nix'\n",
    "containerd-unpack-snapshotter",
    2,
  ],
])("%j: %s in line %d", (text, code, line) => {
  expect(failures(text)).toEqual([[code, line]])
})

test("what is configured as these plugins want it fails with nothing", () => {
  expect(
    failures(
      `version = 3
[proxy_plugins.nix]
type = "snapshot"
address = "/run/nix-snapshotter/nix-snapshotter.sock"
[[plugins."io.containerd.transfer.v1.local".unpack_config]]
platform = "linux/amd64"
snapshotter = "nix"
[plugins."io.containerd.gc.v1.scheduler"]
pause_threshold = 0.02
startup_delay = "100ms"
`,
    ),
  ).toEqual([])
})

test("plan refuses a node whose containerd does not start, and names the line", () => {
  using node = new CaseNode("containerd-plugin-singular")
  node.write(config, "version = 2\n[debug]\nlevel = 'verbose'\n")

  const { code, text } = node.say("plan", "--cgroup-driver", "systemd")
  expect(code).toBe(3)
  expect(text).toContain(`/${config}:3:1: containerd does not start on its configuration. debug.level = "verbose"`)
})
