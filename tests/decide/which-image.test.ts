// Which sandbox image is planned where no registry may be in reach: what is on the node serves every pod, what is not
// may serve none.
import { describe, expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { concatenated, messageField, numberField, textField } from "../../src/cri/protobuf.ts"
import { makePlan } from "../../src/decide/plan.ts"
import { situationOf } from "../../src/decide/situation.ts"
import type { Answers } from "../../src/model/answers.ts"
import { resolve } from "../../src/settings/resolve.ts"
import { configToml, containerdConfig, factsOf, socket } from "./a-node.ts"

const inUse = "registry.k8s.io/pause:3.9"
const expected = "registry.k8s.io/pause:3.10.2"
const options = {
  timeoutSeconds: 60,
  drivesServices: true,
  freePath: (path: string) => `${path}.old`,
  commandLine: () => "",
}

/** A node whose containerd is set to 3.9 and has these images. */
async function planWith(images: readonly string[], values: Answers = {}) {
  const answered = (...parts: readonly Uint8Array[]) =>
    ({ state: "answered", response: concatenated(...parts) }) as const
  const service = "/runtime.v1.ImageService"
  const node = await factsOf({
    files: { [configToml]: containerdConfig.replace("3.10.2", "3.9") },
    grpc: {
      [socket]: {
        [`${service}/ImageStatus`]: () =>
          images.includes(inUse)
            ? answered(messageField(1, concatenated(textField(1, "sha256:a"), numberField(8, 1))))
            : answered(),
        [`${service}/ListImages`]: () => answered(...images.map((image) => messageField(1, textField(2, image)))),
      },
    },
  })
  const chosenBy = Object.fromEntries(Object.keys(values).map((id) => [id, { who: "flag" } as const]))
  const answers = resolve(situationOf(node, components), { values, chosenBy })
  const planned = makePlan(node, answers, components, options)
  if (!planned.ok) throw new Error(JSON.stringify(planned.refusals))
  const { changes, notes } = planned.plan
  return { image: answers.values["sandbox-image"], isChanged: changes.length > 0, notes: notes.map(({ code }) => code) }
}

describe("the sandbox image", () => {
  test("that is on the node is kept where the expected one is not", async () => {
    expect(await planWith([inUse])).toEqual({ image: inUse, isChanged: false, notes: [] })
  })

  test("is the expected one where that is on the node too", async () => {
    expect(await planWith([inUse, expected])).toMatchObject({ image: expected, isChanged: true, notes: [] })
  })

  test("is the expected one where neither is there: whatever is pulled may as well be right", async () => {
    expect(await planWith([])).toMatchObject({ image: expected, isChanged: true })
  })

  test("that was asked for is set, and the plan says that it is not there", async () => {
    const planned = await planWith([inUse], { "sandbox-image": expected })

    expect(planned).toEqual({ image: expected, isChanged: true, notes: ["wanted-image-absent"] })
  })
})
