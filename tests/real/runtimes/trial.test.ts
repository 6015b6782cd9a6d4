// The second containerd that starts on the new configuration before the node's own does, on real nodes with one release
// each: what `config dump` passes and a start does not is refused, and nothing of the node has felt it.
import { expect, setDefaultTimeout, test } from "bun:test"
import { type Kind, type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { program } from "../support/criadm-program.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, once, on a busy machine. */
setDefaultTimeout(10 * 60 * 1000)

interface Release {
  readonly kind: Kind
  readonly schema: number
  /** Directory below tests/real/peers of the containerd that takes the packaged one's place. */
  readonly peer?: string
}

const releases: readonly Release[] = [
  { kind: "bookworm", schema: 2 },
  { kind: "trixie", schema: 2 },
  { kind: "forky", schema: 3 },
  { kind: "forky", schema: 2 },
  { kind: "forky", schema: 3, peer: "containerd-2.3" },
  { kind: "forky", schema: 4, peer: "containerd-2.4" },
  { kind: "forky", schema: 2, peer: "containerd-2.4" },
]

const programs = ["containerd", "containerd-shim-runc-v2", "ctr"]
const config = "/etc/containerd/config.toml"

/** Everything a starting containerd could leave: files, sockets and mounts, but for criadm's own records. */
const everything = `find /etc /opt /run /var/lib -xdev \\( -path /opt/bench -o -path /run/bench -o -path '/var/lib/criadm*' -o -path /run/log -o -path /run/systemd -o -path /run/udev -o -path /var/lib/systemd -o -path /run/lock \\) -prune -o -printf '%p %i\\n' | sort; grep -c . /proc/mounts; pgrep -a containerd`

async function start({ kind, peer }: Release): Promise<Node> {
  const tools = peer === undefined ? [] : programs.flatMap((name) => peerProgram(peer, name) ?? [])
  const on = await node(kind, { way: "container", tools: [program, ...tools] })
  if (peer !== undefined) {
    await on.mustRun(`systemctl stop containerd
      for name in ${programs.join(" ")}; do cp --remove-destination /opt/bench/$name /usr/bin/$name; done`)
  }
  return on
}

/** The file, and a containerd that has read it. */
async function configured(on: Node, text: string): Promise<void> {
  await on.put(config, text)
  await on.mustRun("systemctl reset-failed containerd 2>/dev/null; systemctl restart containerd")
}

const cri = '[plugins."io.containerd.grpc.v1.cri"]'
/** No address of this node: streaming cannot be served on it (RFC 5737). */
const streaming = `${cri}\n  stream_server_address = "203.0.113.1"\n`
const noCertificate = `${cri}\n  enable_tls_streaming = true\n  [plugins."io.containerd.grpc.v1.cri".x509_key_pair_streaming]\n    tls_cert_file = "/etc/absent.pem"\n    tls_key_file = "/etc/absent.key"\n`

for (const release of releases) {
  const { kind, schema, peer } = release
  const reason = peer === undefined ? undefined : whyNoPeer({ [peer]: programs })
  const name = `${peer ?? "containerd"} on ${kind}, schema ${schema}`
  if (reason !== undefined) say(`skipped: ${name}: ${reason}`)
  describeReal(name, needsOfNodes, () => {
    test.skipIf(reason !== undefined)(
      "a configuration that only a start refuses is refused before anything is touched",
      async () => {
        const on = await start(release)
        try {
          await configured(on, `version = ${schema}\n`)
          for (const [broken, says] of [
            [streaming, "cannot assign requested address"],
            [noCertificate, "/etc/absent.pem"],
          ] as const) {
            // Edited since the runtime has started: it runs on, and would not start again.
            await on.put(config, `version = ${schema}\n${broken}`)
            expect(await on.run("containerd config dump >/dev/null")).toMatchObject({ exitCode: 0 })
            const before = await on.mustRun(everything)
            const refused = await on.run("criadm apply --yes")

            const said = refused.stderr.replaceAll(/\s+/g, " ")
            expect([refused.exitCode, said]).toEqual([3, expect.stringContaining(says)])
            expect(said).toContain("does not serve CRI with the new configuration")
            expect(await on.mustRun(everything)).toBe(before)
          }
        } finally {
          await on.stop()
        }
      },
    )

    test.skipIf(reason !== undefined)(
      "one that starts is applied, and the second containerd leaves nothing, also when criadm is killed",
      async () => {
        const on = await start(release)
        try {
          await configured(on, `version = ${schema}\n`)
          const before = await on.mustRun(everything)
          const endedBy = (signal: string) =>
            on.run(`criadm apply --yes >/root/out 2>&1 & pid=$!
              until [ -e /run/criadm-trial/log ]; do kill -0 $pid || { cat /root/out; exit 1; }; done
              kill -${signal} $pid; wait $pid; code=$?
              until ! pgrep -f criadm-trial && ! [ -e /run/criadm-trial ]; do sleep 0.1; done; exit $code`)
          expect(await endedBy("TERM")).toMatchObject({ exitCode: 130 })
          expect(await on.mustRun(everything)).toBe(before)
          expect(await endedBy("KILL")).toMatchObject({ exitCode: 137 })
          expect(await on.mustRun(everything)).toBe(before)

          expect(await on.run("criadm apply --yes")).toMatchObject({
            exitCode: 0,
            stdout: expect.stringContaining("and a second one is tried on it"),
          })
          expect(await on.run("ls /run/criadm-trial; pgrep -f criadm-trial")).toMatchObject({ stdout: "" })
        } finally {
          await on.stop()
        }
      },
    )
  })
}
