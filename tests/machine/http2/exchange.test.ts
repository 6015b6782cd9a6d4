// What an answer over HTTP/2 may not do.
import { expect, test } from "bun:test"
import { beginExchange } from "../../../src/machine/http2/exchange.ts"
import { encodeFrame, frameTypes } from "../../../src/machine/http2/frames.ts"

const settings = encodeFrame(frameTypes.settings, 0, 0, Buffer.alloc(0))

test.each([
  ["empty", 0],
  ["full", 16_384],
])("headers that go on for ever are broken off: %s frames", (_, size) => {
  let broken = 0
  const exchange = beginExchange([], Buffer.alloc(0), {
    onHeaders: () => undefined,
    onData: () => undefined,
    onEnd: () => undefined,
    onBroken: () => {
      broken += 1
    },
  })
  exchange.take(settings)
  exchange.take(encodeFrame(frameTypes.headers, 0, 1, Buffer.alloc(0)))
  const continuations = Buffer.concat(
    Array.from({ length: 1000 }, () => encodeFrame(frameTypes.continuation, 0, 1, Buffer.alloc(size))),
  )
  for (let count = 0; count < 1100 && broken === 0; count += 1) exchange.take(continuations)

  expect(broken).toBe(1)
})
