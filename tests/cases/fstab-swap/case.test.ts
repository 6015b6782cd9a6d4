// An image with swap in /etc/fstab: kubeadm warns and a kubelet with its default failSwapOn does not start. fstab(5).
// Reports: kubernetes/kubeadm#610, clastix/yaki#12, coreos/fedora-coreos-tracker#859 (zram).
import { expect, test } from "bun:test"
import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { CaseNode } from "../case.ts"

const name = "fstab-swap"
const swap = (node: CaseNode) => node.findings().filter(({ code }) => /swap/.test(code))

test("check --root names the line that switches it on", () => {
  using node = new CaseNode(name)

  expect(swap(node)).toMatchObject([
    { args: { file: "/etc/fstab" }, place: { file: "/etc/fstab", line: 2, column: 1 } },
  ])
})

test("a kubelet that is configured does not start with it, unless it takes swap", () => {
  using node = new CaseNode(name)
  const config = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"
  node.write("var/lib/kubelet/config.yaml", config)
  expect(swap(node).map(({ code, severity }) => [code, severity])).toEqual([["kubelet-refuses-swap", "failure"]])

  node.write("var/lib/kubelet/config.yaml", `${config}failSwapOn: false\n`)
  expect(swap(node)).toEqual([])
})

test.each([
  ["no swap", "UUID=abcd / ext4 defaults 0 1\n#/swap.img none swap sw 0 0\n"],
  ["swap that is not switched on at boot", "/swap.img none swap noauto 0 0\n"],
])("%s says nothing", (_, text) => {
  using node = new CaseNode(name)
  node.write("etc/fstab", text)

  expect(swap(node)).toEqual([])
})

test("explain swap names the line and what the kubelet makes of it, and its pods' share where it starts beside swap", () => {
  using node = new CaseNode(name)
  const config = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"
  node.write("var/lib/kubelet/config.yaml", config)
  const refuses = node.say("explain", "swap").text

  expect(refuses).toContain("from /etc/fstab:2")
  expect(refuses).toContain("a boot switches it on")
  expect(refuses).toContain("swap (kubelet failSwapOn): true")
  expect(refuses).toContain("the kubelet does not start while swap is on")
  expect(refuses).not.toContain("swapBehavior")

  node.write("var/lib/kubelet/config.yaml", `${config}failSwapOn: false\nmemorySwap:\n  swapBehavior: LimitedSwap\n`)
  const takes = node.say("explain", "swap").text
  expect(takes).toContain("swap (kubelet failSwapOn): false from /var/lib/kubelet/config.yaml:3")
  expect(takes).toContain("swap (kubelet memorySwap.swapBehavior): LimitedSwap from /var/lib/kubelet/config.yaml:5")
})

test("what Raspberry Pi OS swaps by is switched off at boot by criadm as well", () => {
  using node = new CaseNode(name)
  node.remove("etc/fstab")
  node.write("usr/lib/systemd/system-generators/rpi-swap-generator", "")
  expect(swap(node)).toMatchObject([{ args: { devices: ["rpi-swap"] } }])

  const asked = ["--swap", "off", "--runtime-version", "2.1.9", "--sandbox-image", "keep"]
  expect(node.run("apply", "--yes", ...asked).code).toBe(0)
  expect(node.read("etc/systemd/system-generators/rpi-swap-generator")).toBe("")
  expect(swap(node)).toEqual([])
})

test("a unit of systemd and zram-generator switch it on as well", () => {
  using node = new CaseNode(name)
  node.remove("etc/fstab")
  node.write("etc/systemd/system/swap.target.wants/swapfile.swap", "[Swap]\nWhat=/swapfile\n")
  node.write("etc/systemd/system/swapfile.swap", "[Swap]\nWhat=/swapfile\n")
  expect(swap(node)).toMatchObject([{ args: { devices: ["/swapfile"] }, place: { line: 2 } }])

  node.remove("etc/systemd/system/swap.target.wants")
  node.write("usr/lib/systemd/zram-generator.conf", "[zram0]\nzram-size = ram\n")
  expect(swap(node)).toEqual([])
  node.write("usr/lib/systemd/system-generators/zram-generator", "")
  expect(swap(node)).toMatchObject([{ args: { devices: ["/dev/zram0"] } }])
})

test("a unit that is masked, and swap that the kernel is told to leave off, is none", () => {
  using node = new CaseNode(name)
  node.remove("etc/fstab")
  node.write("usr/lib/systemd/system/swap.target.wants/data.swap", "")
  node.write("usr/lib/systemd/system/data.swap", "[Swap]\nWhat=/data/swap\n")
  expect(swap(node)).toMatchObject([{ args: { devices: ["/data/swap"] } }])

  node.write("etc/default/grub", 'GRUB_CMDLINE_LINUX="quiet systemd.swap=0"\n')
  expect(swap(node)).toEqual([])
  node.remove("etc/default/grub")
  symlinkSync("/dev/null", join(node.root, "etc/systemd/system/data.swap"))
  expect(swap(node)).toEqual([])
})

test("zram-generator's drop-ins count, and a device of no size or with a file system is no swap", () => {
  using node = new CaseNode(name)
  node.remove("etc/fstab")
  node.write("usr/lib/systemd/system-generators/zram-generator", "")
  node.write("usr/lib/systemd/zram-generator.conf", "[zram0]\nzram-size = ram\n")
  expect(swap(node)).toMatchObject([{ args: { devices: ["/dev/zram0"] } }])

  node.write("etc/systemd/zram-generator.conf.d/off.conf", "[zram0]\nzram-size = 0\n")
  expect(swap(node)).toEqual([])

  node.write("etc/systemd/zram-generator.conf.d/off.conf", "[zram0]\nfs-type = ext4\nmount-point = /run/scratch\n")
  expect(swap(node)).toEqual([])
})

// systemd-gpt-auto-generator(8); Debian's installer writes the file and nobody takes it away with the line of fstab.
test("a swap partition that only the file for hibernation knows may come back by itself", () => {
  using node = new CaseNode(name)
  node.write("etc/fstab", "UUID=abcd / ext4 defaults 0 1\n")
  node.write("var/lib/kubelet/config.yaml", "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n")
  node.write("etc/initramfs-tools/conf.d/resume", "RESUME=UUID=3f2c8a51-7d0b-4b5e-9c1e-0a6d5f4e2b17\n")
  expect(swap(node)).toEqual([])

  node.write("usr/lib/systemd/system-generators/systemd-gpt-auto-generator", "")
  expect(swap(node)).toMatchObject([
    {
      code: "kubelet-swap-partition",
      severity: "note",
      place: { file: "/etc/initramfs-tools/conf.d/resume", line: 1 },
    },
  ])

  node.write("etc/initramfs-tools/conf.d/resume", "RESUME=none\n")
  expect(swap(node)).toEqual([])
})
