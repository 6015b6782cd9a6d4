// Whether a registry answers: any answer counts, and nobody is waited for longer than was said.
import { expect, test } from "bun:test"
import { lookAtRegistries } from "../../../src/criadm/look-at-registries.ts"
import { answers } from "../../../src/machine/archives/answers.ts"
import { knownMirrors, upstreamRepository } from "../../../src/settings/repositories.ts"
import { loopbackServer } from "./https-server.ts"

test("who wants a token is reached", async () => {
  const server = loopbackServer(() => new Response("", { status: 401 }))

  expect(await answers(`${server.url}/v2/`, 5, { SSL_CERT_FILE: server.trust })).toBe(true)
  server.stop()
})

test("who is not trusted, not there, or too slow is not", async () => {
  const slow = loopbackServer(() => new Promise<Response>(() => undefined))

  expect(await answers(slow.url, 0.2, { SSL_CERT_FILE: slow.trust })).toBe(false)
  expect(await answers(slow.url, 5, {})).toBe(false)
  expect(await answers("https://127.0.0.1:1/v2/", 5, {})).toBe(false)
  slow.stop()
})

test("where the proxy that is given leads nowhere, none of them is reached, and all are told", async () => {
  const looked = await lookAtRegistries({ proxy: "http://127.0.0.1:1" })

  expect(looked.map(({ prefix }) => prefix)).toEqual([upstreamRepository, ...knownMirrors.map(({ prefix }) => prefix)])
  expect(looked.filter(({ answers: isThere }) => isThere)).toEqual([])
})
