import { expect, test } from "bun:test"
import { components } from "../../src/components/loaded.ts"
import { isNear } from "../../src/documents/units/near.ts"

test("every name of a program's flag is a whole one", () => {
  const tables = components.flatMap(({ id, programFlags }) =>
    programFlags === undefined ? [] : [{ id, names: programFlags.names() }],
  )

  expect(tables.map(({ id }) => id).sort()).toEqual(["containerd", "cri-dockerd", "crio", "docker", "kubelet", "mcr"])
  for (const { names } of tables) for (const name of names) expect(name).toMatch(/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/)
})

test("a name is near another one by one slip, and no nearer", () => {
  expect(["confg", "cofnig", "configs", "confiG"].map((name) => isNear("config", name))).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(isNear("config", "conf")).toBe(false)
})
