// Files of crictl, each with the key of the finding, or none where crictl takes it. Every one of them is given to real
// crictls by tests/real/runtimes/crictl-configurations.test.ts.

/** [file, key that is told; "": the whole file; undefined: nothing]. */
export const configurations: readonly (readonly [text: string, key: string | undefined])[] = [
  ["", undefined],
  ["# nothing\n", undefined],
  ["a text\n", undefined],
  ["runtime-endpoint: unix:///run/x.sock\nimage-endpoint:\ntimeout: 10\ndebug: false\n", undefined],
  ["pull-image-on-create: True\ndisable-pull-on-run: 0\n", undefined],
  ["runtime_endpoint: unix:///run/x.sock\n", "runtime_endpoint"],
  ["runtime-endpoint: unix:///run/x.sock\nretries: 3\n", "retries"],
  ["Timeout: 10\n", "Timeout"],
  ['timeout: "10"\n', undefined],
  ["timeout: +5\n", undefined],
  ["timeout: &a 5\n", undefined],
  ["timeout: 2s\n", "timeout"],
  ["timeout: 0x10\n", "timeout"],
  ["timeout: 1_0\n", "timeout"],
  ["timeout: 1.5\n", "timeout"],
  ["timeout:\n", "timeout"],
  ["timeout: [1]\n", "timeout"],
  ["timeout: 1\ntimeout: x\n", "timeout"],
  ["debug: yes\n", "debug"],
  ["debug: on\n", "debug"],
  ['debug: "true"\n', undefined],
  ["debug: t\n", undefined],
  ["debug: {}\n", "debug"],
  ["debug: tRUE\n", "debug"],
  ["timeout: [1\n", ""],
  ["\ttimeout: 1\n", ""],
  ["debug: *nowhere\n", ""],
  ["timeout: 1\n---\nretries: [\n", undefined],
]
