import { describe, expect, test } from "bun:test"
import type { Contribution, Wanted } from "../../../src/components/component.ts"
import { kernel } from "../../../src/components/kernel/component.ts"
import type { Answers } from "../../../src/model/answers.ts"
import { clause } from "../../../src/model/arguments/clause.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import { sysctl } from "../../../src/settings/definitions/kernel/sysctl.ts"
import { kernelNode, type Tree } from "./a-node.ts"

const nodeOf = (files: Tree["files"], answers: Answers, how: Pick<Tree, "isLive" | "links"> = {}) =>
  kernelNode({ files, answers, ...how })

const asking = (...sysctl: { key: string; value: string }[]): Answers => ({ sysctl })

const wantedOf = (answers: Answers, ipForward = false): Wanted => ({
  runtime: "",
  endpoint: "",
  registryMirrors: [],
  kubelet: false,
  resetConfig: false,
  runtimeTellsDriver: false,
  ipForward,
  ...(answers.sysctl === undefined ? {} : { sysctl: answers.sysctl }),
})

async function contribution(files: Readonly<Record<string, string>>, answers: Answers, how = {}) {
  return kernel.contribute(wantedOf(answers), await nodeOf(files, answers, how))
}

function written({ changes }: Contribution): Readonly<Record<string, string>> {
  return Object.fromEntries(
    changes.flatMap((change) => {
      if (change.kind === "file") return [[change.path, change.after?.text ?? ""]]
      return change.kind === "live-value" ? [[change.path, change.after]] : []
    }),
  )
}

const overcommit = { key: "vm.overcommit_memory", value: "1" }
const instances = { key: "fs.inotify.max_user_instances", value: "8192" }
const livePath = "/proc/sys/vm/overcommit_memory"

describe("a variable of the kernel that is asked for by key", () => {
  test("is written to a file of our own and set now", async () => {
    const contributed = await contribution({ [livePath]: "0\n" }, asking(overcommit))

    expect(written(contributed)).toEqual({
      "/etc/sysctl.d/99-criadm.conf": "# Written by criadm.\nvm.overcommit_memory = 1\n",
      [livePath]: "1",
    })
    expect(contributed.expectations).toEqual([{ kind: "live-value", component: "kernel", path: livePath, value: "1" }])
  })

  test("is left alone where it is so, now and at boot", async () => {
    const files = { [livePath]: "1\n", "/usr/lib/sysctl.d/50-vendor.conf": "vm/overcommit_memory=0x1\n" }

    expect((await contribution(files, asking(overcommit))).changes).toEqual([])
  })

  test("several go into one file, forwarding among them, each with its own reason", async () => {
    const answers = asking(overcommit, instances)
    const files = { [livePath]: "0\n", "/proc/sys/fs/inotify/max_user_instances": "128\n" }
    const node = await nodeOf({ ...files, "/proc/sys/net/ipv4/ip_forward": "0\n" }, answers)

    const contributed = kernel.contribute(wantedOf(answers, true), node)

    expect(written(contributed)["/etc/sysctl.d/99-criadm.conf"]).toBe(
      "# Written by criadm.\nnet.ipv4.ip_forward = 1\nvm.overcommit_memory = 1\nfs.inotify.max_user_instances = 8192\n",
    )
    expect(contributed.changes[0]?.why.map(({ code }) => code)).toEqual([
      "pods-need-forwarding",
      "sysctl-asked",
      "sysctl-asked",
    ])
  })

  test("that a later file sets back is corrected there, the comment behind it kept", async () => {
    const files = { [livePath]: "1\n", "/etc/sysctl.d/zz-db.conf": "vm.overcommit_memory = 2 # for the database\n" }

    expect(written(await contribution(files, asking(overcommit)))).toEqual({
      "/etc/sysctl.d/zz-db.conf": "vm.overcommit_memory = 1 # for the database\n",
    })
  })

  test("of several numbers is compared and replaced as a whole", async () => {
    const path = "/proc/sys/net/ipv4/tcp_rmem"
    const answers = asking({ key: "net.ipv4.tcp_rmem", value: "4096 131072 6291456" })
    const already = {
      [path]: "4096\t131072\t6291456\n",
      "/etc/sysctl.d/a.conf": "net.ipv4.tcp_rmem=4096  131072 6291456\n",
    }

    expect((await contribution(already, answers)).changes).toEqual([])
    expect(
      written(await contribution({ ...already, "/etc/sysctl.d/zzz.conf": "net.ipv4.tcp_rmem = 1 2 3\n" }, answers)),
    ).toEqual({ "/etc/sysctl.d/zzz.conf": "net.ipv4.tcp_rmem = 4096 131072 6291456\n" })
  })

  test("of an image is written to its files alone", async () => {
    const contributed = await contribution({}, asking(overcommit), { isLive: false })

    expect(Object.keys(written(contributed))).toEqual(["/etc/sysctl.d/99-criadm.conf"])
  })

  test("that the running kernel does not have is refused, with its name", async () => {
    const { refusals, changes } = await contribution({}, asking({ key: "vm.overcomit_memory", value: "1" }))

    expect(refusals).toEqual([{ code: "kernel-value-unknown", args: { key: "vm.overcomit_memory", module: "" } }])
    expect(changes).toEqual([])
  })

  test("that a package's file sets behind every name of ours is refused, with the line", async () => {
    const files = { [livePath]: "0\n", "/usr/lib/sysctl.d/zzz.conf": "vm.overcommit_memory = 2\n" }

    expect((await contribution(files, asking(overcommit))).refusals).toMatchObject([
      { code: "kernel-value-cannot-win", args: { file: "/usr/lib/sysctl.d/zzz.conf" } },
    ])
  })
})

describe("what the last kept run was asked for", () => {
  const codes = (node: NodeFacts) =>
    kernel
      .findings(node)
      .filter(({ code }) => code === "kernel-value-not-as-asked")
      .map(({ args }) => args)
  const own = { "/etc/sysctl.d/99-criadm.conf": "vm.overcommit_memory = 1\n" }

  test("is no finding while it holds", async () => {
    expect(codes(await nodeOf({ [livePath]: "1\n", ...own }, asking(overcommit)))).toEqual([])
  })

  test("is a finding where the live value was changed", async () => {
    expect(codes(await nodeOf({ [livePath]: "2\n", ...own }, asking(overcommit)))).toMatchObject([
      { key: "vm.overcommit_memory", asked: "1", value: "2", file: livePath, run: 3 },
    ])
  })

  test("is a finding where a file sets it back at the next boot, and where none sets it", async () => {
    const later = { "/etc/sysctl.d/zz.conf": "vm.overcommit_memory = 0\n" }

    expect(codes(await nodeOf({ [livePath]: "1\n", ...own, ...later }, asking(overcommit)))).toMatchObject([
      { value: "0", file: "/etc/sysctl.d/zz.conf" },
    ])
    expect(codes(await nodeOf({ [livePath]: "1\n" }, asking(overcommit)))).toMatchObject([{ value: "", file: "" }])
  })

  test("is explained: the live value, and the lines that set it", async () => {
    const node = await nodeOf(
      { [livePath]: "1\n", ...own, "/etc/sysctl.d/10-a.conf": "vm.overcommit_memory=0\n" },
      asking(overcommit),
    )

    expect(kernel.explain("sysctl", node)).toMatchObject([
      {
        subject: "vm.overcommit_memory",
        value: "1",
        others: [{ value: "1" }, { value: "0", why: { code: "overridden-by" } }],
      },
    ])
  })
})

describe("--sysctl", () => {
  const parsed = (...given: string[]) => {
    const result = sysctl.parse(given)
    return result.ok ? result.value : result.fault.args
  }

  test("takes the key with dots or as a path, and a value of several numbers", () => {
    expect(parsed("net/ipv4/conf/eth0.1/rp_filter=2", "net.ipv4.tcp_rmem=4096 131072 6291456")).toEqual([
      { key: "net.ipv4.conf.eth0/1.rp_filter", value: "2" },
      { key: "net.ipv4.tcp_rmem", value: "4096 131072 6291456" },
    ])
  })

  test.each([
    ["vm.overcommit_memory"],
    ["vm.overcommit_memory="],
    ["=1"],
    ["vm.*=1"],
    ["../../x=1"],
    ["a.b=1\nc=2"],
    ["vm=1"],
  ])("does not take %p", (given) => {
    expect(parsed(given)).toMatchObject({ setting: "sysctl" })
  })

  test("leaves forwarding to its own setting, and takes one value for a key", () => {
    expect(parsed("net.ipv4.ip_forward=0")).toMatchObject({ accepted: clause("accepts-ip-forward") })
    expect(parsed("vm.swappiness=1", "vm.swappiness=2")).toMatchObject({
      accepted: clause("accepts-one-value", { key: "vm.swappiness" }),
    })
  })
})
