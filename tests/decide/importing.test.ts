// The sandbox image out of an archive: when it is imported, in which place of the plan, and when that is refused.
import { describe, expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { makePlan } from "../../src/decide/plan.ts"
import { situationOf } from "../../src/decide/situation.ts"
import type { Answers } from "../../src/model/answers.ts"
import type { ImageArchiveFacts } from "../../src/model/facts/image-archive.ts"
import { resolve } from "../../src/settings/resolve.ts"
import { configToml, containerdConfig, factsOf, type NodeOptions } from "./a-node.ts"

const expected = "registry.k8s.io/pause:3.10.2"
const [id, otherId] = ["sha256:aa", "sha256:bb"]

const archive: ImageArchiveFacts = {
  path: "/root/pause.tar",
  hash: "0",
  bytes: 700,
  form: "oci",
  images: [{ name: expected, id }],
  there: { containerd: [{ name: expected, hasSame: false }] },
}

async function planWith(
  over: Partial<ImageArchiveFacts>,
  { values = {}, node: options = {}, drivesServices = true }: Partial<Plan> = {},
) {
  const node = { ...(await factsOf(options)), imageArchive: { ...archive, ...over } }
  const chosenBy = Object.fromEntries(Object.keys(values).map((one) => [one, { who: "flag" } as const]))
  const answers = resolve(situationOf(node, components), { values, chosenBy })
  return makePlan(node, answers, components, {
    timeoutSeconds: 60,
    drivesServices,
    freePath: (path) => `${path}.old`,
    commandLine: (service, action) => `${action} ${service}`,
  })
}

interface Plan {
  readonly values: Answers
  readonly node: NodeOptions
  readonly drivesServices: boolean
}

/** Kinds and names, in order; or the codes of what stands in the way. */
async function stepsOf(...given: Parameters<typeof planWith>) {
  const planned = await planWith(...given)
  if (!planned.ok) return planned.refusals.map(({ code }) => code)
  return planned.plan.changes.map((change) => `${change.kind} ${change.component}`)
}

const there = (image: object) => ({ there: { containerd: [{ name: expected, hasSame: false, ...image }] } })
const older = { files: { [configToml]: containerdConfig.replace("3.10.2", "3.9") } }
const withDriver = { files: { [configToml]: containerdConfig.replace("= true", "= false") } }

describe("an image archive", () => {
  test("is imported where the runtime lacks its image, and that it has it is promised", async () => {
    const planned = await planWith({})

    expect(planned).toMatchObject({ ok: true, plan: { changes: [{ kind: "image", image: expected, id }] } })
    expect(planned.ok && planned.plan.expectations).toContainEqual(expect.objectContaining({ kind: "image", id }))
  })

  test("is imported after the runtime's restart and before the kubelet's, so that the runtime pins it", async () => {
    expect(await stepsOf({}, { node: withDriver })).toEqual([
      "file containerd",
      "service containerd",
      "image containerd",
      "service kubelet",
    ])
  })

  test("brings what it holds as the sandbox image, whatever is in use", async () => {
    const planned = await planWith({ images: [{ name: "registry.example/pause:3.10", id }] }, { node: older })

    expect(planned).toMatchObject({
      ok: true,
      plan: { answers: { values: { "sandbox-image": "registry.example/pause:3.10" } } },
    })
  })

  test("is no reason to do anything where the runtime has that very image", async () => {
    expect(await stepsOf(there({ id }))).toEqual([])
  })

  test("whose image the runtime has by another name adds the name, and only that is taken back", async () => {
    expect(await planWith(there({ hasSame: true }))).toMatchObject({ ok: true, plan: { changes: [{ hadSame: true }] } })
  })

  test.each([
    ["image-differs", "another image is there by that name", there({ id: otherId }), {}],
    ["image-not-in-archive", "another one is asked for", {}, { "sandbox-image": "registry.example/pause:9" }],
    ["image-not-in-archive", "it holds several and none is meant", { images: [] }, {}],
  ] as const)("is refused (%s) where %s", async (code, _, over, values) => {
    expect(await stepsOf(over, { values })).toEqual([code])
  })

  test("for a runtime that is not there to take it is left to the person, with the command", async () => {
    const stopped = { stopped: ["containerd"], grpc: null } as const
    const planned = await planWith({ there: {} }, { node: stopped, values: { restart: false } })

    expect(planned.ok && planned.plan.changes.map(({ kind }) => kind)).not.toContain("image")
    expect(planned.ok && planned.plan.notes).toContainEqual({
      code: "image-imported-later",
      args: { image: expected, command: "ctr -n k8s.io images import /root/pause.tar" },
    })
  })
})
