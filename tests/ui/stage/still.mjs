// Prints what the browser would give to Plotly: reads {scene, epochs} from standard input.

import { readFileSync } from "node:fs";

import { still } from "../../../shapviz/ui/assets/stage/reveal.js";

const { scene, epochs } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(epochs.map((epoch) => still(scene, epoch))));
