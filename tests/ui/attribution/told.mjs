// Prints what the browser says in the address when it opens a payload: reads the payload from standard input.

import { readFileSync } from "node:fs";

import { told } from "../../../shapviz/ui/assets/attribution/address.js";

const { run, asked } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(told(asked, { run: run.id, usual: run.usual })));
