// Which clocks are counted on. In a test the time of day can be set as `date -s` sets it.
import { afterEach, expect, setSystemTime, test } from "bun:test"
import { sinceBoot } from "../../src/machine/linux.ts"
import { steadyClock } from "../../src/tui/clock.ts"

const hour = 3_600_000

afterEach(() => {
  setSystemTime()
})

for (const hours of [-9, 9]) {
  test(`the wizard's countdown does not follow a time of day that is set by ${hours} hours`, () => {
    const now = steadyClock()
    const before = now()

    setSystemTime(new Date(Date.now() + hours * hour))

    expect(Math.abs(Date.now() - before)).toBeGreaterThan(8 * hour)
    expect(now() - before).toBeWithin(0, hour)
  })

  test(`nor does what --confirm, --timeout and --settle count on, by ${hours} hours`, () => {
    const before = sinceBoot()

    setSystemTime(new Date(Date.now() + hours * hour))

    expect(sinceBoot() - before).toBeWithin(0, hour)
  })
}
