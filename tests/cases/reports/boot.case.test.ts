// What an image will boot into, from reports: swap that some service or the first boot switches on.
import { expect, test } from "bun:test"
import { mkdirSync, symlinkSync } from "node:fs"
import { dirname, join } from "node:path"
import { CaseNode } from "../case.ts"

const swaps = (node: CaseNode) =>
  node
    .findings()
    .flatMap(({ code, args, place }) =>
      code === "kubelet-refuses-swap" ? [[(args as { devices: readonly string[] }).devices[0], place?.file]] : [],
    )

function enabled(node: CaseNode, unit: string): CaseNode {
  const link = join(node.root, "etc/systemd/system/multi-user.target.wants", unit)
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync(`/usr/lib/systemd/system/${unit}`, link)
  return node
}

// kubernetes/kubeadm#610: Raspbian, as Raspberry Pi OS until 12.
test("dphys-swapfile of Raspberry Pi OS", () => {
  using node = new CaseNode("healthy")
  node.write("etc/dphys-swapfile", "CONF_SWAPSIZE=200\n")
  expect(swaps(node)).toEqual([])

  expect(swaps(enabled(node, "dphys-swapfile.service"))).toEqual([["dphys-swapfile.service", "/etc/dphys-swapfile"]])
})

// zram-tools(8) of Debian.
test("zram-tools of Debian", () => {
  using node = new CaseNode("healthy")
  node.write("etc/default/zramswap", "PERCENT=50\n")

  expect(swaps(enabled(node, "zramswap.service"))).toEqual([["zramswap.service", "/etc/default/zramswap"]])
})

// raspberrypi/rpi-swap, swap.conf(5): Raspberry Pi OS 13.
test("rpi-swap of Raspberry Pi OS, which Mechanism=none switches off", () => {
  using node = new CaseNode("healthy")
  node.write("usr/lib/systemd/system-generators/rpi-swap-generator", "x")
  node.write("etc/rpi/swap.conf", "[Main]\nMechanism=zram+file\n")
  expect(swaps(node)).toEqual([["rpi-swap", "/etc/rpi/swap.conf"]])

  node.write("etc/rpi/swap.conf", "[Main]\nMechanism=none\n")
  expect(swaps(node)).toEqual([])
})

// canonical/cloud-init, config module mounts: what an image's own cloud.cfg.d asks for.
test("a swap file that cloud-init makes at the first boot", () => {
  using node = new CaseNode("healthy")
  const file = "etc/cloud/cloud.cfg.d/90-swap.cfg"
  node.write(file, "#cloud-config\nswap:\n  filename: /swap.img\n  size: 2G\n")
  expect(swaps(node)).toEqual([["/swap.img", `/${file}`]])

  node.write(file, "#cloud-config\nswap:\n  filename: /swap.img\n  size: 0\n")
  expect(swaps(node)).toEqual([])
})

// kubernetes/kops#2913: programs end with "too many open files".
test("few inotify instances that a file of the image sets", () => {
  using node = new CaseNode("healthy")
  const few = () => node.findings().filter(({ code }) => code === "inotify-instances-few")
  node.write("etc/sysctl.d/50-inotify.conf", "fs.inotify.max_user_instances = 64\n")
  expect(few()).toMatchObject([{ severity: "note", args: { value: 64 }, place: { line: 1 } }])

  node.write("etc/sysctl.d/60-inotify.conf", "fs.inotify.max_user_instances = 8192\n")
  expect(few()).toEqual([])
})
