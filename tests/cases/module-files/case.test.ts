// A benchmark's hardening makes modprobe run /bin/false instead of loading overlay (ComplianceAsCode/content#14761,
// containerd/containerd#6449 shows what containerd says then: "no such device"), and the list of modules has a name
// that systemd-modules-load does not read (modules-load.d(5)).
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "module-files"
const line = "etc/modprobe.d/60-overlay.conf"
const list = "etc/modules-load.d/k8s"
const codes = ["kernel-module-kept-out", "kernel-modules-file-not-read"]

const told = (node: CaseNode) => node.findings().filter(({ code }) => codes.includes(code))

test("the line that keeps overlay out, and the list that nobody reads, are named", () => {
  using node = new CaseNode(name)

  expect(told(node)).toMatchObject([
    { severity: "warning", args: { module: "overlay", line: "install overlay /bin/false" }, place: { line: 2 } },
    { severity: "warning", args: { module: "overlay", meant: `/${list}.conf` }, place: { line: 1 } },
    { severity: "warning", args: { module: "br_netfilter" }, place: { line: 2 } },
  ])
  expect(node.codes("failure")).toEqual([])
})

test("what is named makes it right", () => {
  using node = new CaseNode(name)
  node.write(line, "blacklist overlay\n").write(`${list}.conf`, node.read(list)).remove(list)

  expect(told(node)).toEqual([])
})

test("no module is missed that the kernel has built in, that another list loads, or that no pod needs", () => {
  using node = new CaseNode(name)
  node
    .write("usr/lib/modules/6.12.57/modules.builtin", "kernel/fs/overlayfs/overlay.ko\n")
    .write("etc/modules", "# at boot\nbr-netfilter\n")
    .write("etc/modprobe.d/usb.conf", "install usb_storage /bin/false\n")

  expect(told(node)).toEqual([])
})

test("a file of the same name under /etc hides a package's, and other commands load the module themselves", () => {
  using node = new CaseNode(name)
  node
    .write("usr/lib/modprobe.d/60-overlay.conf", node.read(line))
    .write(line, "install overlay /sbin/modprobe --ignore-install overlay\n")

  expect(told(node).map(({ code }) => code)).not.toContain("kernel-module-kept-out")
})
