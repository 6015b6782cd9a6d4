// Controllers that a node is without, from reports: boards and images whose kernel is told to leave them out.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const healthy = "healthy"
const firmware = "boot/firmware/cmdline.txt"
const common = "console=serial0,115200 console=tty1 root=PARTUUID=b7e4e595-02 rootfstype=ext4 rootwait"
const off = (node: CaseNode) => node.findings().filter(({ code }) => code === "kubeadm-controllers-off")

// luxas/kubernetes-on-arm#149, k3s-io/k3s#8890, RPi-Distro/pi-gen#917: the stock cmdline.txt.
test("a Raspberry Pi whose cmdline.txt does not ask for the memory controller", () => {
  using node = new CaseNode(healthy)
  node.write(firmware, `${common}\n`)

  expect(off(node)).toMatchObject([{ severity: "warning", args: { controllers: ["memory"], file: `/${firmware}` } }])
  expect(node.say("check").text).toContain(`Add cgroup_enable=memory at the end of the first line of /${firmware}`)
})

// raspberrypi/linux#6439: the device tree of the board says cgroup_disable=memory before all that is in cmdline.txt.
test("the device tree that lies beside it makes it sure, or says that all is well", () => {
  using node = new CaseNode(healthy)
  node
    .write(firmware, `${common}\n`)
    .write("boot/firmware/bcm2712-rpi-5-b.dtb", "\0\0coherent_pool=1M cgroup_disable=memory\0")
  expect(off(node)).toMatchObject([{ severity: "failure" }])

  node.write("boot/firmware/bcm2712-rpi-5-b.dtb", "\0\0coherent_pool=1M\0")
  expect(off(node)).toEqual([])
})

// raspberrypi/linux#3644: what is added must be on the same line.
test("a second line of cmdline.txt is not read", () => {
  using node = new CaseNode(healthy)
  node.write("boot/cmdline.txt", `${common}\ncgroup_memory=1 cgroup_enable=memory\n`)

  expect(off(node)).toMatchObject([{ args: { why: "second-line" }, place: { line: 2, column: 1 } }])
})

// buxiaomo/kubeasy#2, abelperezok/kubernetes-raspberry-pi-cluster-hat#1: the remedy as it is given.
test.each([
  "cgroup_enable=memory",
  "cgroup_enable=cpuset cgroup_enable=memory cgroup_memory=1",
  "cgroup_enable=cpuset,memory",
])("a cmdline.txt with %s is right", (asked) => {
  using node = new CaseNode(healthy)
  node.write(firmware, `${common} ${asked}\n`)

  expect(off(node)).toEqual([])
})

// raspberrypi/linux#6980: arguments count in the order in which they stand.
test("the later one of two arguments counts", () => {
  using node = new CaseNode(healthy)
  node.write(firmware, `${common} cgroup_enable=memory cgroup_disable=memory\n`)

  expect(off(node)).toMatchObject([{ severity: "failure", args: { argument: "cgroup_disable=memory" } }])
})

// kernel-parameters, cgroup_disable=: to save memory on small machines, some also with pressure.
test.each([
  ["etc/default/grub", 'GRUB_CMDLINE_LINUX_DEFAULT="quiet cgroup_disable=memory"\n', ["memory"]],
  [
    "boot/loader/entries/a.conf",
    "title A\noptions root=/dev/vda1 cgroup_disable=cpuset,pressure,pids\n",
    ["cpuset", "pids"],
  ],
])("a command line in %s that switches controllers off", (path, text, controllers) => {
  using node = new CaseNode(healthy)
  node.write(path, text)

  expect(off(node)).toMatchObject([{ severity: "failure", args: { controllers, file: `/${path}` } }])
})

test("a comment, a controller that is not needed and what a generator repeats say nothing more", () => {
  using node = new CaseNode(healthy)
  node
    .write(
      "etc/default/grub",
      '# cgroup_disable=pids\nGRUB_CMDLINE_LINUX="cgroup_disable=memory cgroup_disable=rdma"\n',
    )
    .write("boot/grub/grub.cfg", "linux /vmlinuz root=/dev/vda1 cgroup_disable=memory\n")

  expect(off(node)).toMatchObject([{ args: { file: "/etc/default/grub" } }])
})
