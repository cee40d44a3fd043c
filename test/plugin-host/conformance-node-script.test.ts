import { describeConformance } from "./describe-conformance.js";

describeConformance("node-script");
