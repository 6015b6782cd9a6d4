// Files of a node that lie where one does not expect them: behind links, below directories that are missing, under
// names that are no text.
import { describe, expect, test } from "bun:test"
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { contents, criadm, debianFiles, Tree } from "./program.ts"

const flags = ["--runtime-version", "1.7.24", "--cgroup-driver", "systemd"]
const config = "etc/containerd/config.toml"

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ")
}

describe("a configuration", () => {
  const dangling: readonly (readonly [string, string, (node: Tree) => void])[] = [
    [
      "that is a link to nothing",
      `/${config}`,
      (node) => symlinkSync("/opt/gone/config.toml", join(node.path, config)),
    ],
    [
      "whose directory is a link to nothing",
      "/etc/containerd",
      (node) => {
        rmSync(join(node.path, "etc/containerd"), { recursive: true })
        symlinkSync("/opt/gone", join(node.path, "etc/containerd"))
      },
    ],
  ]
  test.each(dangling)("%s is refused when it is planned, with the link and where it leads", (_, link, prepare) => {
    using node = new Tree(debianFiles)
    rmSync(join(node.path, config))
    prepare(node)
    const before = contents(node.path)

    for (const command of [["plan"], ["apply", "--yes"]]) {
      const run = criadm([...command, "--root", node.path, ...flags])

      expect(run.code).toBe(3)
      expect(onOneLine(run.err)).toContain(`${link} is a link to /opt/gone`)
    }
    expect(contents(node.path)).toBe(before)
  })

  test("that is missing in a directory behind a link is made where the link leads, and taken away again", () => {
    using node = new Tree(debianFiles)
    rmSync(join(node.path, config))
    mkdirSync(join(node.path, "opt"))
    renameSync(join(node.path, "etc/containerd"), join(node.path, "opt/containerd"))
    symlinkSync("/opt/containerd", join(node.path, "etc/containerd"))

    expect(criadm(["apply", "--yes", "--root", node.path, ...flags])).toMatchObject({ code: 0 })
    expect(readFileSync(join(node.path, "opt/containerd/config.toml"), "utf8")).toContain("SystemdCgroup = true")
    expect(criadm(["apply", "--yes", "--root", node.path, ...flags]).out).toContain("Nothing to do")
    expect(criadm(["rollback", "--yes", "--root", node.path]).code).toBe(0)
    expect(existsSync(join(node.path, "opt/containerd/config.toml"))).toBe(false)
  })

  test("whose parents are missing gets them, and rollback takes them away again", () => {
    using node = new Tree(debianFiles)
    rmSync(join(node.path, "etc/containerd"), { recursive: true })

    expect(criadm(["apply", "--yes", "--root", node.path, ...flags, "--ip-forward"])).toMatchObject({ code: 0 })
    expect(existsSync(join(node.path, config))).toBe(true)
    expect(criadm(["rollback", "--yes", "--root", node.path]).code).toBe(0)
    expect(existsSync(join(node.path, "etc/containerd"))).toBe(false)
    expect(existsSync(join(node.path, "etc/sysctl.d"))).toBe(false)
  })
})

test("flags of the kubelet that stand in repeated lines, one behind a byte-order mark, are changed where they count", () => {
  const line = 'KUBELET_KUBEADM_ARGS="--network-plugin=cni --cgroup-driver=cgroupfs --node-ip=10.0.0.1"\n'
  using node = new Tree({
    ...debianFiles,
    "var/lib/kubelet/config.yaml": "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n",
    "var/lib/kubelet/kubeadm-flags.env": `\uFEFF${line}${line}${line}`,
  })
  const apply = () =>
    criadm(["apply", "--yes", "--root", node.path, ...flags, "--kubernetes-version", "1.36", "--kubelet"])

  expect(apply()).toMatchObject({ code: 0 })
  const text = readFileSync(join(node.path, "var/lib/kubelet/kubeadm-flags.env"), "utf8")
  expect(text).toStartWith(`\uFEFF${line}${line}KUBELET_KUBEADM_ARGS="`)
  expect(text.split("\n")[2]).not.toContain("cgroupfs")
  expect(apply()).toMatchObject({ code: 0, out: expect.stringContaining("Nothing to do") })
})

test("a sysctl file whose name is no UTF-8 is seen, and shown as bytes", () => {
  using node = new Tree(debianFiles)
  mkdirSync(join(node.path, "etc/sysctl.d"))
  const name = Buffer.concat([Buffer.from(`${node.path}/etc/sysctl.d/99-z`), Buffer.of(0xfe), Buffer.from(".conf")])
  writeFileSync(name, "net.ipv4.ip_forward = 0\n")

  const run = criadm(["explain", "ip-forward", "--root", node.path, "--runtime-version", "1.7.24"])

  expect(run.code).toBe(0)
  expect(run.out).toContain("/etc/sysctl.d/99-z\\xfe.conf")
})
