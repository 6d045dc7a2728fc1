// Prints what the browser says in the address when it opens a payload: reads the payload from standard input.

import { readFileSync } from "node:fs";

import { told } from "../../../shapviz/ui/assets/robustness/address.js";
import { opened } from "../../../shapviz/ui/assets/robustness/choice.js";

const { run, beside, ...payload } = JSON.parse(readFileSync(0, "utf8"));
const page = { ...payload, run: run.id, beside: beside?.id, stand: "own" };
process.stdout.write(JSON.stringify(told(opened(payload), page)));
