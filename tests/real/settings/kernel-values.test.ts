// Kernel values and modules on a real node that really boots: in force at once, and by each boot; undone byte for byte.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { contentsOfEtc } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** A resume and one boot in emulation, on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

const asked = "--kernel-preset kubernetes --sysctl vm.swappiness=10 --module dummy --swap off"
const keys =
  "vm.overcommit_memory kernel.panic kernel.panic_on_oops vm.swappiness fs.inotify.max_user_instances net.ipv4.ip_forward"

describeReal("kernel values and modules on a node with systemd", needsOfNodes, () => {
  let trixie: Node
  let etcBefore = ""
  let valuesBefore = ""
  const values = () => trixie.mustRun(`sysctl ${keys}`)
  const swaps = () => trixie.mustRun("tail -n +2 /proc/swaps | cut -d' ' -f1")
  const modules = () => trixie.run("ls -d /sys/module/dummy /sys/module/br_netfilter")

  beforeAll(async () => {
    trixie = await node("trixie", { way: "snapshot", tools: [program] })
    await trixie.mustRun(
      "dd if=/dev/zero of=/swap bs=1M count=16 2>/dev/null; chmod 600 /swap; mkswap /swap; swapon /swap; echo '/swap none swap sw 0 0' >>/etc/fstab; sync",
    )
    etcBefore = await contentsOfEtc(trixie)
    valuesBefore = await values()
  })
  afterAll(async () => await trixie?.stop())

  test("are in force at once", async () => {
    const applied = await trixie.run(`criadm apply --yes ${asked}`)

    expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    expect(await values()).toBe(
      "vm.overcommit_memory = 1\nkernel.panic = 10\nkernel.panic_on_oops = 1\nvm.swappiness = 10\nfs.inotify.max_user_instances = 8192\nnet.ipv4.ip_forward = 1\n",
    )
    expect((await modules()).exitCode).toBe(0)
    expect(await swaps()).toBe("")
  })

  test("a second run has nothing to do, though nothing is given again", async () => {
    // A busy emulation may answer too late over CRI, which the plan then says besides.
    const { stdout, stderr } = await trixie.run("criadm plan")

    expect(`${stdout}${stderr}`).toMatch(/nothing (?:to do|(?:left )?(?:for criadm )?to change)/i)
  })

  test("a value that somebody changes is seen by verify", async () => {
    await trixie.mustRun("sysctl -q vm.swappiness=60")

    expect(await trixie.run("criadm verify")).toMatchObject({ exitCode: 6 })
  })

  test("are in force after a boot", async () => {
    await trixie.reboot()

    expect(await values()).toContain("vm.swappiness = 10\n")
    expect(await values()).toContain("kernel.panic = 10\n")
    expect((await modules()).exitCode).toBe(0)
    expect(await swaps()).toBe("")
    expect(await trixie.mustRun("sysctl -n net.bridge.bridge-nf-call-iptables")).toBe("1\n")
  })

  test("are put back: files byte for byte, values, and the modules that nothing uses", async () => {
    const back = await trixie.run("criadm rollback --yes")

    expect({ ...back, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    expect(await contentsOfEtc(trixie)).toBe(etcBefore)
    expect(await values()).toBe(valuesBefore)
    expect((await modules()).exitCode).not.toBe(0)
    expect((await swaps()).trim()).toStartWith("/swap")
  })
})
