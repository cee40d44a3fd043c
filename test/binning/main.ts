import { writeFileSync } from "node:fs";
import { describeBinning } from "./document.js";

writeFileSync(new URL("../../docs/binning.md", import.meta.url), describeBinning());
