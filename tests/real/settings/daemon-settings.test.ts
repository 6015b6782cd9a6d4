// What a runtime's daemon is given by its service, on real nodes: the proxy, with a password that shows nowhere.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { messageField, textField } from "../../../src/cri/protobuf.ts"
import { callGrpc } from "../../../src/machine/http2/grpc.ts"
import { makeStandIn, startCriDockerd } from "../nodes/docker-with-cri-dockerd.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { contentsOfEtc } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, and going through the story, on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

/** Made for this run: wherever it turns up, it came from here. */
const password = `pw${crypto.randomUUID().replaceAll("-", "")}`
const proxy = `http://user:${password}@127.0.0.1:3129`

describeReal("a further runtime handler", needsOfNodes, () => {
  let trixie: Node

  beforeAll(async () => {
    trixie = await node("trixie", { way: "container", tools: [program] })
    await trixie.mustRun("cp $(command -v runc) /usr/local/bin/other-runc")
  })
  afterAll(async () => await trixie?.stop())

  test("is there with its program and driver, a second run has nothing to do, and it is put back", async () => {
    const etcBefore = await contentsOfEtc(trixie)

    const absent = await trixie.run("criadm apply --yes --handler other=/usr/local/bin/none")
    const applied = await trixie.run(
      "criadm apply --yes --cgroup-driver systemd --handler other=/usr/local/bin/other-runc",
    )

    expect(absent.exitCode).toBe(3)
    expect({ exitCode: applied.exitCode, said: applied.stderr }).toEqual({ exitCode: 0, said: applied.stderr })
    expect(applied.stdout).toContain('"kind":"RuntimeClass","metadata":{"name":"other"}')
    const dumped = await trixie.mustRun("containerd config dump | grep -A12 'runtimes.other.options'")
    expect(dumped).toContain('BinaryName = "/usr/local/bin/other-runc"')
    expect(dumped).toContain("SystemdCgroup = true")
    expect((await trixie.run("criadm plan --detailed-exitcode")).exitCode).toBe(0)
    expect((await trixie.run("criadm rollback --yes")).exitCode).toBe(0)
    expect(await contentsOfEtc(trixie)).toBe(etcBefore)
  })
})

describeReal("a limit of open files", needsOfNodes, () => {
  let trixie: Node
  const limits = () => trixie.mustRun("grep '^Max open files' /proc/$(systemctl show containerd -P MainPID)/limits")

  beforeAll(async () => {
    trixie = await node("trixie", { way: "container", tools: [program] })
  })
  afterAll(async () => await trixie?.stop())

  test("is what the daemon runs with, a second run has nothing to do, and it is put back byte for byte", async () => {
    const [etcBefore, before] = [await contentsOfEtc(trixie), await limits()]

    const applied = await trixie.run("criadm apply --yes --open-files 2048:10000")

    expect({ exitCode: applied.exitCode, said: applied.stderr }).toEqual({ exitCode: 0, said: applied.stderr })
    expect((await limits()).split(/ +/)[4]).toBe("10000")
    expect(await trixie.mustRun("systemctl show containerd -P LimitNOFILESoft -P LimitNOFILE")).toContain("2048")
    expect((await trixie.run("criadm plan --detailed-exitcode")).exitCode).toBe(0)
    expect((await trixie.run("criadm rollback --yes")).exitCode).toBe(0)
    expect(await contentsOfEtc(trixie)).toBe(etcBefore)
    expect(await limits()).toBe(before)
  })
})

describeReal("a proxy that counts", { programs: [...needsOfNodes.programs, "nsenter", "openssl"] }, () => {
  let trixie: Node
  let proxy: Bun.Subprocess<"ignore", "pipe", "inherit">
  let said = ""

  beforeAll(async () => {
    trixie = await node("trixie", { way: "container", tools: [program] })
  })
  afterAll(async () => {
    proxy?.kill()
    await trixie?.stop()
  })

  test("is gone through for every registry but those that are to be reached without it, until it is taken away", async () => {
    const init = trixie.enter?.()[2] ?? ""
    const script = join(import.meta.dir, "counting-proxy.ts")
    const hosts = ["far.example", "near.example"]
    proxy = Bun.spawn(["nsenter", "--target", init, "--net", process.execPath, script, ...hosts], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    })
    const begun = Promise.withResolvers<void>()
    void (async () => {
      for await (const piece of proxy.stdout) {
        said += new TextDecoder().decode(piece)
        if (said.includes("\n")) begun.resolve()
      }
      begun.reject(new Error("the proxy ended"))
    })()
    await begun.promise
    const { port, proxyPort, certificate } = JSON.parse(said.split("\n")[0] ?? "")
    await trixie.put("/etc/registry.pem", certificate)
    await trixie.mustRun("echo 127.0.0.1 near.example >>/etc/hosts")
    const counts = () => ({
      far: said.match(/^tunnel far\.example:/gm)?.length ?? 0,
      near: said.match(/^tunnel near\.example:/gm)?.length ?? 0,
      served: said.match(/^served .*\/manifests\//gm)?.length ?? 0,
    })
    const pull = async (host: string) => {
      const answer = await callGrpc({
        socket: `/proc/${init}/root/run/containerd/containerd.sock`,
        method: "/runtime.v1.ImageService/PullImage",
        request: messageField(1, textField(1, `${host}:${port}/team/tool:1`)),
        timeoutMilliseconds: 60_000,
      })
      return answer.state
    }
    const trusted = hosts.map((host) => `--registry ${host}:${port},ca=/etc/registry.pem`).join(" ")
    const asked = "--runtime containerd --sandbox-image keep"
    const apply = (flags: string) => trixie.mustRun(`criadm apply --yes ${asked} ${flags}`)

    await apply(`${trusted} --proxy http://127.0.0.1:${proxyPort} --no-proxy near.example`)
    expect([await pull(hosts[0] ?? ""), await pull(hosts[1] ?? "")]).toEqual(["answered", "answered"])
    const through = counts()
    say(`pulled with --proxy and --no-proxy near.example: ${JSON.stringify(through)}`)
    expect(through.far).toBeGreaterThan(0)
    expect({ near: through.near, hasServedBoth: through.served >= 2 }).toEqual({ near: 0, hasServedBoth: true })

    await apply("--proxy none")
    await trixie.mustRun(`ctr -n k8s.io images rm ${hosts.map((host) => `${host}:${port}/team/tool:1`).join(" ")}`)
    expect([await pull(hosts[0] ?? ""), await pull(hosts[1] ?? "")]).toEqual(["refused", "answered"])
    const without = counts()
    say(`pulled with --proxy none: ${JSON.stringify(without)}`)
    expect({ far: without.far, near: without.near }).toEqual({ far: through.far, near: 0 })
    expect(without.served).toBeGreaterThan(through.served)
  })
})

describeReal("a proxy with a password", needsOfNodes, () => {
  for (const { kind, service, asks } of [
    { kind: "trixie", service: "containerd", asks: "--runtime containerd" },
    { kind: "trixie-docker", service: "docker", asks: "--runtime docker --no-ip-forward" },
  ] as const) {
    describe(`of ${service}`, () => {
      let here: Node
      let etcBefore = ""
      let said = ""
      const criadm = async (command: string) => {
        const ran = await here.run(`criadm ${command}`)
        said += ran.stdout + ran.stderr
        return ran
      }
      const inForce = () =>
        service === "docker"
          ? here.mustRun("docker info --format '{{.HTTPSProxy}} {{.NoProxy}}'")
          : here.mustRun(`tr '\\0' '\\n' </proc/$(systemctl show ${service} -P MainPID)/environ | grep _PROXY || true`)

      beforeAll(async () => {
        const tools = kind === "trixie-docker" ? [program, await makeStandIn()] : [program]
        here = await node(kind, { way: "container", tools })
        if (kind === "trixie-docker") await startCriDockerd(here)
        etcBefore = await contentsOfEtc(here)
      })
      afterAll(async () => await here?.stop())

      test("is what the daemon runs with, and a second run has nothing to do", async () => {
        const flags = `${asks} --proxy '${proxy}' --no-proxy .corp.example`
        await criadm(`plan ${flags}`)
        await criadm(`plan ${flags} -o json`)
        const applied = await criadm(`apply --yes ${flags}`)

        expect({ exitCode: applied.exitCode, said: applied.stderr }).toEqual({ exitCode: 0, said: applied.stderr })
        expect(await inForce()).toContain(service === "docker" ? "@127.0.0.1:3129" : `HTTPS_PROXY=${proxy}`)
        expect(await inForce()).toContain(".corp.example,localhost,127.0.0.1")
        expect((await criadm(`plan --detailed-exitcode ${asks}`)).exitCode).toBe(0)
        expect((await criadm(`verify ${asks}`)).exitCode).toBe(0)
      })

      test("has its password in files of root alone, and in nothing that is printed", async () => {
        for (const command of [
          "explain",
          "explain proxy -o json",
          "check",
          "detect -o json",
          "history -o json",
          "answers",
        ]) {
          await criadm(command)
        }
        const journal = await here.mustRun("journalctl --no-pager 2>/dev/null | cat")
        const shown = await here.mustRun(`systemctl show ${service}`)
        const open = await here.mustRun(
          `grep -rlE '${password}' /etc /var/lib/criadm /var/log /run/systemd 2>/dev/null | xargs -r stat -c '%a %n' | grep -v '^600 ' || true`,
        )

        expect(said).not.toContain(password)
        expect(journal).not.toContain(password)
        expect(shown).not.toContain(password)
        expect(open).toBe("")
      })

      test("is put back byte for byte", async () => {
        expect((await criadm("rollback --yes")).exitCode).toBe(0)

        expect(await contentsOfEtc(here)).toBe(etcBefore)
        expect(await inForce()).not.toContain("127.0.0.1:3129")
      })
    })
  }
})
