// How long criadm waits for an init system.

/** A question is answered at once, or the init system hangs; systemctl itself gives up on its bus after 25 s. */
export const askSeconds = 10

/** Of the short way to systemd; the long one comes after it. */
export const socketSeconds = 2

/**
 * A restart may take the time limits of stopping and of starting: 90 s each by default (systemd-system.conf(5),
 * DefaultTimeoutStopSec and DefaultTimeoutStartSec). 20 s more, so that the init system's own answer comes first.
 */
export const actSeconds = 200
