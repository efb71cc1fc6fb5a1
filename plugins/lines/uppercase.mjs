#!/usr/bin/env node
// The smallest plugin in JavaScript: upper case of a text. Copy it; docs/line-plugins.md says what the frames mean.
import { createInterface } from "node:readline";

const hello = {
  frame: "hello", id: "uppercase-js", version: "1.0.0", summary: "Turns a text into upper case (example in JavaScript)",
  capabilities: ["tidemark.runner/1"],
};

const say = (frame) => process.stdout.write(JSON.stringify(frame) + "\n");

async function run(text) {
  if (typeof text !== "string") throw new TypeError("the input is no text");
  return text.toUpperCase();
}

async function answer(call, input) {
  try {
    say({ frame: "done", call, output: await run(input) });
  } catch (failure) {
    say({ frame: "done", call, status: "failed", error: failure.message });
  }
}

const on = {
  load({ config }) {
    const [setting] = Object.keys(config);
    say(setting === undefined ? hello : { frame: "refused", error: `there is no setting ${setting}` });
  },
  submit({ call, input }) {
    answer(call, input); // several may be in flight
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const frame = JSON.parse(line);
  on[frame.frame]?.(frame);
}
