// The document of apply, on every way a run can end on a real node: it is what its schema says, `changed` is what became of
// the node, its times are those of RFC 3339, and nothing in it is criadm's own business.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import Ajv from "ajv/dist/2020"
import { type Node, needsOfNodes, node } from "../nodes/nodes.ts"
import { criadm, program } from "../support/criadm-program.ts"
import { contentsOfEtc } from "../support/look.ts"
import { describeReal } from "../support/requirements.ts"

/** Building the image, once, on a busy machine. */
setDefaultTimeout(15 * 60 * 1000)

interface Document {
  readonly kind: string
  readonly outcome?: string
  readonly changed?: boolean
  readonly changes?: readonly unknown[]
  readonly confirmBefore?: string
}

/** Names that only criadm's own records have; a script has no use for them, and would come to rely on them. */
const internal = ["dumpCommand", "realPath", "readings", "judgements", "archiveDirectory", "contents", "inode"]

function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => [name, ...namesIn(one)])
}

describeReal("what apply prints for programs", needsOfNodes, () => {
  let trixie: Node
  const image = (tag: string) => `--sandbox-image registry.k8s.io/pause:${tag}`
  const asked = "criadm apply --yes --runtime containerd --settle 1 -o json"

  beforeAll(async () => {
    trixie = await node("trixie", { way: "container", tools: [program] })
  })
  afterAll(async () => await trixie?.stop())

  async function documentOf(script: string): Promise<{ exitCode: number; document: Document }> {
    const { exitCode, stdout, stderr } = await trixie.run(script)
    if (stdout.trim() === "") throw new Error(`${script} printed nothing: ${stderr}`)
    const document = JSON.parse(stdout) as Document
    const schema = JSON.parse((await criadm("schema", document.kind)).stdout) as object
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false })
    expect({ script, isValid: ajv.validate(schema, document), errors: ajv.errors ?? [] }).toMatchObject({ errors: [] })
    // Plan and facts are read again by criadm itself.
    if (["Plan", "NodeFacts"].includes(document.kind)) return { exitCode, document }
    expect(namesIn(document).filter((name) => internal.includes(name))).toEqual([])
    return { exitCode, document }
  }
  const dropIn = "/etc/systemd/system/containerd.service.d/zz-trial.conf"
  const refusing = (condition: string) =>
    trixie.mustRun(
      `mkdir -p ${dropIn.replace(/\/[^/]+$/, "")}; printf '[Service]\\nExecStartPre=/bin/sh -c "${condition}"\\n' >${dropIn}; systemctl daemon-reload`,
    )

  test("is right of what would be, was, and need not be done", async () => {
    const before = await contentsOfEtc(trixie)
    const trial = await documentOf(`${asked} ${image("3.9")} --check`)
    expect(trial).toMatchObject({ exitCode: 0, document: { outcome: "would-apply", changed: true } })
    expect(await contentsOfEtc(trixie)).toBe(before)

    const applied = await documentOf(`${asked} ${image("3.9")} --confirm 60`)
    expect(applied).toMatchObject({ exitCode: 0, document: { outcome: "applied", changed: true } })
    expect(applied.document.confirmBefore).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/)
    expect(applied.document.changes?.length).toBe(trial.document.changes?.length)
    expect(await documentOf("criadm confirm -o json")).toMatchObject({ exitCode: 0, document: { kind: "Kept" } })

    const again = await documentOf(`${asked} ${image("3.9")}`)
    expect(again).toMatchObject({ exitCode: 0, document: { outcome: "nothing-to-do", changed: false, changes: [] } })
    for (const command of ["history", "check", "explain", "detect", "verify", "plan", "answers", "migrate --status"])
      await documentOf(`criadm ${command} -o json`)
  })

  test("is right of what was refused, put back, interrupted, and could not be put back", async () => {
    const refused = await documentOf(`${asked} --sandbox-image pause`)
    expect(refused).toMatchObject({ exitCode: 2, document: { kind: "Faults" } })
    const before = await contentsOfEtc(trixie)
    expect(
      await documentOf(
        `systemd-run --quiet --pipe --uid=nobody ${asked.replace("criadm", "/opt/bench/criadm")} ${image("3.8")}`,
      ),
    ).toMatchObject({
      exitCode: 3,
      document: { kind: "Faults" },
    })
    expect(await contentsOfEtc(trixie)).toBe(before)

    await refusing("! grep -q pause:3.7 /etc/containerd/config.toml")
    const armed = await contentsOfEtc(trixie)
    const putBack = await documentOf(`${asked} ${image("3.7")}`)
    expect(putBack).toMatchObject({ exitCode: 4, document: { outcome: "rolled-back", changed: false, changes: [] } })
    expect(await contentsOfEtc(trixie)).toBe(armed)

    const interrupted = await documentOf(
      `${asked.replace("--settle 1", "--settle 30")} ${image("3.6")} >/tmp/said & pid=$!; until grep -q pause:3.6 /etc/containerd/config.toml; do sleep 0.1; done; kill -INT $pid; wait $pid; code=$?; cat /tmp/said; exit $code`,
    )
    expect(interrupted).toMatchObject({
      exitCode: 130,
      document: { outcome: "interrupted", changed: false, changes: [] },
    })
    expect(await contentsOfEtc(trixie)).toBe(armed)

    await refusing("test ! -e /run/broken")
    await trixie.mustRun("touch /run/broken")
    const left = await documentOf(`${asked} --timeout 5 ${image("3.5")}`)
    expect(left).toMatchObject({ exitCode: 5, document: { outcome: "rollback-failed", changed: true } })
  })
})
