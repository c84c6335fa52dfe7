// Says whether instances fit schemas, one JSON message a line, with Ajv at its strictest.
// {"schema": {...}} compiles; the answer is {"key": n} or {"refused": why}.
// {"key": n, "instance": ...} validates; the answer is {"valid": true or false}.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

// The modules lie in the folder given as the argument, not beside this file.
const require = createRequire(`${process.argv[2]}/`);
const Ajv2020 = require("ajv/dist/2020").default;
const strict = { strict: true, strictTypes: true, strictTuples: true, strictRequired: true };
const ajv = new Ajv2020({ ...strict, allErrors: true, logger: false });
const compiled = [];

function answer(message) {
  if ("key" in message) return { valid: compiled[message.key](message.instance) };
  try {
    return { key: compiled.push(ajv.compile(message.schema)) - 1 };
  } catch (error) {
    return { refused: error.message };
  } finally {
    ajv.removeSchema(message.schema.$id);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
}
