import { expect, test } from "bun:test"
import { kubeletFlags } from "../../src/components/kubelet/tables/flags.ts"

test("every name of a kubelet's flag is a whole one", () => {
  for (const name of kubeletFlags.keys()) expect(name).toMatch(/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/)
})
