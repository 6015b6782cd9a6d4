// What the running runtime says beside what its files say.
import { describe, expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { withRunning } from "../../src/decide/rules/running.ts"
import type { ExplainedSetting } from "../../src/model/setting.ts"
import { configToml, containerdConfig, factsOf, type NodeOptions, socket } from "./a-node.ts"

async function explained(setting: ExplainedSetting, options: NodeOptions = {}) {
  const node = await factsOf(options)
  return components
    .flatMap((component) => component.explain(setting, node))
    .map((explanation) => withRunning(explanation, node, components))
    .find(({ component }) => component === "containerd")
}

const changed = { startedOn: containerdConfig.replace("= true", "= false") }

describe("explain", () => {
  test("says that the running runtime is set to the same", async () => {
    expect(await explained("cgroup-driver")).toMatchObject({
      subject: "runc",
      value: "systemd",
      running: { value: "systemd", differs: false },
    })
  })

  test("says what runs when the file was changed and not loaded since", async () => {
    expect(await explained("cgroup-driver", changed)).toMatchObject({
      value: "systemd",
      running: { value: "cgroupfs", differs: true },
    })
  })

  test("says whether CRI is served, by asking", async () => {
    expect(await explained("cri-enabled")).toMatchObject({ value: "true", running: { value: "true", differs: false } })
    const refused = { state: "refused", status: 12, message: "unknown service" } as const
    const grpc = { [socket]: { "/runtime.v1.RuntimeService/Version": () => refused } }
    expect(await explained("cri-enabled", { grpc })).toMatchObject({ running: { value: "false", differs: true } })
  })

  test("says nothing of the running runtime where nobody answers, and on a tree", async () => {
    expect((await explained("cgroup-driver", { stopped: ["containerd"] }))?.running).toBeUndefined()
    expect((await factsOf({ isLive: false })).running).toBeUndefined()
  })

  test("says nothing of it where the runtime does not tell: containerd 2 shows no sandbox image", async () => {
    const files = { [configToml]: containerdConfig.replace("3.10.2", "3.9") }

    expect((await explained("sandbox-image", { files }))?.running).toBeUndefined()
  })
})

describe("what is kept of the answers", () => {
  test("holds no text of the runtime's own dump, which may repeat credentials", async () => {
    const { running } = await factsOf()

    expect(Object.keys(running?.["containerd"] ?? {}).toSorted()).toEqual([
      "cgroupDriver",
      "conditions",
      "endpoint",
      "handlers",
      "handlersWithoutType",
      "version",
    ])
  })
})
