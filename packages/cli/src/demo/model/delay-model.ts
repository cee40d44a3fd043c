// oxlint-disable-next-line import/no-unassigned-import -- registers itself as the backend "cpu"
import "@tensorflow/tfjs-backend-cpu";
import { enableProdMode, setBackend, tensor2d, tidy, train, type Tensor2D } from "@tensorflow/tfjs-core";
import { layers, sequential, type Sequential } from "@tensorflow/tfjs-layers";
import { ModelwatchError } from "@modelwatch/conventions";
import { isLate, type Flight } from "../flights/flight.js";
import { seededUniform } from "../seeded-uniform.js";
import { encodeFlight, fitEncoding, type DelayEncoding } from "./delay-features.js";

/** A fitted logistic regression: the probability that a flight arrives late. */
export interface DelayModel {
  readonly encoding: DelayEncoding;
  readonly trainingRows: number;
  /** Mean log loss on the training rows after the last epoch. */
  readonly trainingLogLoss: number;
  /** P(late), in (0, 1), from what is known at scheduled departure. */
  score(flight: Flight): number;
}

/** Large steps first, then small ones that settle. */
const SCHEDULE = [
  { learningRate: 0.02, epochs: 3 },
  { learningRate: 0.002, epochs: 2 },
] as const;
const BATCH_SIZE = 1024;
const SHUFFLE_SEED = "flight-delay 2013-q1";

/**
 * Fits the probability of a late arrival on the flights that arrived. Deterministic: zero start, and each epoch's order
 * is a hash of the flights' identities.
 * @param onEpoch told the share of the epochs that are done, in (0, 1].
 * @throws ModelwatchError `invalid-argument` where the flights hold only one of the two outcomes.
 */
export async function trainDelayModel(
  flights: readonly Flight[],
  onEpoch: (doneShare: number) => void = () => {},
): Promise<DelayModel> {
  const arrived = flights.filter((flight) => isLate(flight) !== undefined);
  if (new Set(arrived.map(isLate)).size < 2) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the ${arrived.length} training flights that arrived do not hold both outcomes`,
      allowed: "late and punctual flights",
    });
  }
  // without it the library advises on its standard output to install its native build
  enableProdMode();
  await setBackend("cpu");
  const encoding = fitEncoding(arrived);
  const { weights, bias, logLoss } = await fitLogistic(arrived, encoding, onEpoch);
  const row = new Float32Array(encoding.width);
  return {
    encoding,
    trainingRows: arrived.length,
    trainingLogLoss: logLoss,
    score(flight) {
      encodeFlight(encoding, flight, row);
      let logit = bias;
      for (let i = 0; i < row.length; i++) logit += row[i]! * weights[i]!;
      return 1 / (1 + Math.exp(-logit));
    },
  };
}

async function fitLogistic(
  flights: readonly Flight[],
  encoding: DelayEncoding,
  onEpoch: (doneShare: number) => void,
) {
  const dense = layers.dense({
    units: 1,
    inputShape: [encoding.width],
    activation: "sigmoid",
    kernelInitializer: "zeros",
  });
  const network = sequential({ layers: [dense] });
  const epochs = SCHEDULE.reduce((sum, phase) => sum + phase.epochs, 0);
  let epoch = 0;
  let logLoss = Number.NaN;
  for (const { learningRate, epochs: phaseEpochs } of SCHEDULE) {
    network.compile({ optimizer: train.adam(learningRate), loss: "binaryCrossentropy" });
    for (let i = 0; i < phaseEpochs; i++) {
      logLoss = await fitEpoch(network, shuffled(flights, epoch), encoding);
      onEpoch(++epoch / epochs);
    }
  }
  const [kernel, bias] = network.getWeights().map((tensor) => tensor.dataSync());
  if (kernel === undefined || bias?.[0] === undefined) {
    throw new ModelwatchError("internal", "the fitted layer has no weights");
  }
  const fitted = { weights: Float64Array.from(kernel), bias: bias[0], logLoss };
  network.dispose();
  return fitted;
}

async function fitEpoch(
  network: Sequential,
  flights: readonly Flight[],
  encoding: DelayEncoding,
): Promise<number> {
  const [inputs, labels] = tidy(() => designMatrix(flights, encoding));
  const options = {
    epochs: 1,
    batchSize: BATCH_SIZE,
    shuffle: false,
    verbose: 0,
    yieldEvery: "never",
  } as const;
  const history = await network.fit(inputs, labels, options);
  inputs.dispose();
  labels.dispose();
  return Number(history.history["loss"]?.[0]);
}

function designMatrix(flights: readonly Flight[], encoding: DelayEncoding): [Tensor2D, Tensor2D] {
  const rows = new Float32Array(flights.length * encoding.width);
  const labels = new Float32Array(flights.length);
  flights.forEach((flight, i) => {
    encodeFlight(encoding, flight, rows, i * encoding.width);
    labels[i] = isLate(flight) === true ? 1 : 0;
  });
  return [tensor2d(rows, [flights.length, encoding.width]), tensor2d(labels, [flights.length, 1])];
}

function shuffled(flights: readonly Flight[], epoch: number): Flight[] {
  const seed = `${SHUFFLE_SEED} ${epoch}`;
  const keyed = flights.map((flight) => ({ flight, key: seededUniform(seed, flight.id) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ flight }) => flight);
}
