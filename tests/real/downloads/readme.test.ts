// Every line of the README, pasted as it stands, on real nodes: from the download to a node that is as asked, what runs
// unattended, a fresh node, one without a network, one that has joined, and the facts of a fleet. The release page and the
// release archives are served on loopback; only where they are is said besides.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { Pty } from "../../../scripts/terminal/pty.ts"
import { loopbackServer } from "../../machine/archives/https-server.ts"
import { blocksOf, commandsBelow, withoutComment } from "../../readme-blocks.ts"
import { addRepository, localRepository } from "../install/local-repository.ts"
import { addCrictl, registryOf, releaseHost } from "../install/release-host.ts"
import { bareNode, containerdPackages, isServing } from "../nodes/bare-node.ts"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { joinCluster } from "../nodes/stand-in-kubelet.ts"
import { program } from "../support/criadm-program.ts"
import { pauseArchive, pauseImage } from "../support/images.ts"
import { containerdConfigured, ipForward } from "../support/look.ts"
import { mustRun } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import { buildDownloads, buildPatience, download, needsOfDownloads, place } from "./downloads.ts"

/** Building images and downloads, once, on a busy machine. */
setDefaultTimeout(20 * 60 * 1000)

const page = "http://127.0.0.1:8080"
const enter = "\r"
const needs = { programs: [...needsOfNodes.programs, ...needsOfDownloads.programs, "nsenter"] }

/** What each screen of the wizard shows that no other does, where Enter is all that is pressed. */
const fiveScreens = [
  "Show where each fact",
  "Do what is suggested",
  "Review: exactly this",
  "What to do with this plan",
  "Keep it?",
] as const

/** What the archives made here are like; the table that criadm carries knows others. */
const releases = { containerd: "2.1.9", runc: "1.3.6", cniPlugins: "1.9.1" }
const chosen = ` --runtime-release ${releases.containerd} --kubernetes-version 1.36 --sandbox-image ${pauseImage}`

/** Lines below a heading that a test has run; each heading's are counted at the end. */
const ran = new Set<string>()

/** The line of the README that begins so, as it stands. */
function line(heading: string, beginning: string): string {
  const found = commandsBelow("README.md", heading).filter((line) => line.startsWith(beginning))
  if (found.length !== 1) throw new Error(`${found.length} lines below ${heading} begin with ${beginning}`)
  ran.add(withoutComment(found[0] ?? ""))
  return found[0] ?? ""
}

/** A terminal on the node, with a shell that runs this line. */
function terminal(on: Node, command: string): Pty {
  if (on.enter === undefined) throw new Error(`nobody can enter ${on.kind}`)
  return new Pty([...on.enter(), "sh", "-c", command], {
    environment: { PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root" },
    columns: 100,
    rows: 40,
    patienceSeconds: 120,
  })
}

/** What a release page has, with a server for it: a directory named "page", among a node's tools. */
function releasePage(): string {
  const page = join(place("readme"), "page")
  mkdirSync(page)
  for (const name of ["criadm-linux-x64", "criadm-linux-x64.gz", "SHA256SUMS", "install.sh"])
    cpSync(download(name), join(page, name))
  cpSync(join(import.meta.dir, "../../../node_modules/.bin/bun"), join(page, "bun"), { dereference: true })
  writeFileSync(
    join(page, "serve.ts"),
    `Bun.serve({ port: 8080, hostname: "127.0.0.1", fetch: ({ url }) => new Response(Bun.file("." + new URL(url).pathname)) })
console.log("ready")
`,
  )
  return page
}

describeReal("the README on a node with a runtime", needs, () => {
  let trixie: Node

  beforeAll(async () => {
    await buildDownloads()
    const repository = await localRepository("trixie", ["curl", "sudo"])
    trixie = await node("trixie", { way: "container", tools: [releasePage(), repository] })
    await addRepository(trixie)
    await trixie.mustRun("DEBIAN_FRONTEND=noninteractive apt-get -qq install -y curl sudo >/dev/null 2>&1")
    await trixie.mustRun(
      "cd /opt/bench/page && (setsid ./bun serve.ts >/tmp/page.log 2>&1 </dev/null & ) && until grep -q ready /tmp/page.log; do sleep 0.1; done",
    )
  }, buildPatience)
  afterAll(async () => await trixie?.stop())

  const here = (command: string) => trixie.run(`cd /root && ${command}`)
  const pasted = (heading: string, beginning: string) => here(line(heading, beginning))

  test("it is downloaded, checked, and leads in five presses of Enter to a node that is as asked", async () => {
    const [program, sums, check, start] = commandsBelow("README.md", "Get it")
    for (const line of [program, sums, check, start]) ran.add(line ?? "")
    for (const command of [program, sums, check]) {
      expect(await here((command ?? "").replace("URL", page))).toMatchObject({ exitCode: 0 })
    }
    await using wizard = terminal(trixie, start ?? "")
    for (const shown of fiveScreens) {
      await wizard.shows(shown)
      wizard.send(enter)
    }
    await wizard.shows("The node is as asked.")

    expect(await containerdConfigured(trixie)).toMatchObject({ driver: "systemd" })
    expect(await ipForward(trixie)).toBe("1")
  })

  test("a download is verified by its checksum, and install.sh puts it in its place", async () => {
    const text = readFileSync(join(import.meta.dir, "../../../README.md"), "utf8")
    const [verify, install] = ["./criadm-linux-x64 version --check FILE", "sh install.sh --from URL"]
    expect([text.includes(`\`${verify}\``), text.includes(`\`${install}\``)]).toEqual([true, true])

    expect(await here(verify.replace("FILE", "criadm-linux-x64"))).toMatchObject({ exitCode: 0 })
    await trixie.mustRun(`curl -fsSL -o /root/install.sh ${page}/install.sh`)
    expect(await here(install.replace("URL", page))).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("is installed: /usr/local/bin/criadm"),
    })
  })

  test("unattended: found, explained, planned, done, verified, put back", async () => {
    expect(await here("criadm rollback --yes")).toMatchObject({ exitCode: 0 })
    const heading = "Unattended"

    expect(await pasted(heading, "criadm check")).toMatchObject({ exitCode: 6 })
    expect(await pasted(heading, "criadm answers")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('cgroup-driver = "systemd"'),
    })
    expect(await pasted(heading, "criadm plan")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("SystemdCgroup = true"),
    })
    expect(await pasted(heading, "criadm apply --yes")).toMatchObject({ exitCode: 0 })
    expect(await pasted(heading, "criadm verify")).toMatchObject({ exitCode: 0 })
    expect(await containerdConfigured(trixie)).toMatchObject({ driver: "systemd" })
    await using rollback = terminal(trixie, line(heading, "criadm rollback"))
    await rollback.shows("Type yes to go on")
    rollback.send("yes\r")
    expect(await rollback.ended()).toBe(0)
    expect(await containerdConfigured(trixie)).toMatchObject({ driver: "cgroupfs" })
  })

  test("the answers file in it is applied by the command in its first line", async () => {
    const [answers] = blocksOf("README.md").filter(({ language }) => language === "toml")
    const command = answers?.lines[0]?.replace(/^# /, "") ?? ""
    await trixie.put("/root/answers.toml", `${answers?.lines.join("\n")}\n`, 0o600)

    expect(await here(command)).toMatchObject({ exitCode: 0 })
    expect(await containerdConfigured(trixie)).toMatchObject({
      driver: "systemd",
      sandboxImage: expect.stringMatching(/^registry\.example\.com\/k8s\/pause:/),
    })
    expect(await trixie.mustRun("cat /etc/containerd/certs.d/docker.io/hosts.toml")).toContain("mirror.example.com")
  })

  test("the facts of a fleet are gathered and read", async () => {
    await trixie.mustRun("mkdir -p /root/facts")

    expect(await pasted("Fleets", "criadm detect")).toMatchObject({ exitCode: 0 })
    expect(await pasted("Fleets", "criadm check --facts")).toMatchObject({
      exitCode: 6,
      stdout: expect.stringContaining("NODE"),
    })
  })
})

describeReal("the README on a node without a runtime", needs, () => {
  test("packages of the node's own sources: planned, done, and taken back", async () => {
    const bare = await bareNode("trixie-bare", { suite: "trixie", packages: containerdPackages, withSource: true })
    try {
      const heading = "A fresh node"
      expect(await bare.node.run(line(heading, "criadm plan --install"))).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(/containerd[\s\S]*SystemdCgroup = true/),
      })
      expect(await bare.node.run(line(heading, "criadm apply --install"))).toMatchObject({ exitCode: 0 })
      await isServing(bare.node, "containerd")

      await using rollback = terminal(bare.node, `PATH=$PATH:/opt/bench; ${line(heading, "criadm rollback")}`)
      await rollback.shows("Type yes to go on")
      rollback.send("yes\r")
      expect(await rollback.ended()).toBe(0)
      await bare.asBefore()
    } finally {
      await bare.node.stop()
    }
  })

  test("without a network: described there, gathered here, installed there", async () => {
    const work = place("readme-bundle")
    const host = await releaseHost("forky", releases)
    const registry = await registryOf(await pauseArchive(), work)
    const server = loopbackServer(({ url }) => {
      const { pathname } = new URL(url)
      const part = registry(pathname)
      return new Response(part ?? Bun.file(join(host.tool, "files", pathname)))
    })
    writeFileSync(join(work, "sums"), host.sums + (await addCrictl(host, work)), { mode: 0o600 })
    const bare = await bareNode("trixie-bare", { suite: "trixie", packages: containerdPackages, withSource: false })
    const onNode = (command: string) => bare.node.run(`cd /root && ${command}`)
    const pasted = (beginning: string, besides: string) =>
      withoutComment(line("Without a network", beginning)).concat(besides)
    try {
      expect(await onNode(pasted("criadm detect", ""))).toMatchObject({ exitCode: 0 })
      writeFileSync(join(work, "node.json"), await bare.node.mustRun("cat /root/node.json"))
      const fetched = ` --release-mirror ${server.url} --registry-mirror registry.k8s.io=${server.url}`
      const gather = pasted("criadm bundle", `${chosen} --checksums sums${fetched}`)
      await mustRun(["sh", "-c", gather], {
        directory: work,
        environment: { SSL_CERT_FILE: server.trust, PATH: `${dirname(program)}:${process.env["PATH"]}` },
      })
      for (const file of ["node.tar", "sums"])
        await bare.node.put(`/root/${file}`, readFileSync(join(work, file)), 0o600)

      expect(await onNode("criadm bundle verify node.tar")).toMatchObject({ exitCode: 0 })
      const install = pasted("criadm apply", `${chosen} --checksums sums`).replace("/path/to/", "/root/")
      expect(await onNode(install)).toMatchObject({ exitCode: 0 })
      await isServing(bare.node, "containerd")
    } finally {
      server.stop()
      await bare.node.stop()
    }
  })
})

describeReal("the README on a node that has joined", needs, () => {
  test("the driver's migration is shown, done, and its state told", async () => {
    const on = await node("trixie", { way: "container", tools: [program] })
    try {
      await joinCluster(on, {
        release: "1.36.3",
        driver: "cgroupfs",
        endpoint: "unix:///run/containerd/containerd.sock",
      })
      const heading = "A node that has joined"
      expect(await on.run(line(heading, "criadm migrate cgroup-driver --plan"))).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining("kubectl drain worker-1"),
      })
      const [, goOn = ""] = commandsBelow("README.md", heading)
      ran.add(withoutComment(goOn))
      await using migration = terminal(on, `PATH=$PATH:/opt/bench; ${goOn}`)
      await migration.shows("Begin with the first step? [y/N]")
      migration.send("y\r")
      for (const step of [1, 2]) {
        await migration.shows(new RegExp(`Step ${step} of 8:[^]*Has this been done`))
        migration.send("y\r")
      }
      expect(await migration.ended()).toBe(0)

      expect(await containerdConfigured(on)).toMatchObject({ driver: "systemd" })
      expect(await on.mustRun("cat /var/lib/kubelet/config.yaml")).toContain("cgroupDriver: systemd")
      expect(await on.run(line(heading, "criadm migrate --status"))).toMatchObject({ exitCode: 0 })
    } finally {
      await on.stop()
    }
  })
})

describeReal("the README", needs, () => {
  test("has no command that was not tried", () => {
    // Those for developers are tried by new-developer.test.ts.
    const all = blocksOf("README.md").filter(({ language, heading }) => language === "" && heading !== "For developers")
    const left = all.flatMap(({ lines }) => lines.map(withoutComment)).filter((line) => !ran.has(line))

    expect(left).toEqual([])
  })
})
