// oxlint-disable-next-line import/no-unassigned-import -- registers itself as the backend "cpu"
import "@tensorflow/tfjs-backend-cpu";
import { enableProdMode, setBackend, tensor1d, tensor2d, tidy, train } from "@tensorflow/tfjs-core";
import { layers, sequential, type Sequential } from "@tensorflow/tfjs-layers";
import { encodeFlight, INPUT_WIDTH, type Flight } from "./flights.js";

/** Fits a logistic regression: the probability of a late arrival. */
export async function trainNetwork(flights: readonly Flight[]): Promise<Sequential> {
  enableProdMode();
  await setBackend("cpu");
  const dense = {
    units: 1,
    inputShape: [INPUT_WIDTH],
    activation: "sigmoid",
    kernelInitializer: "zeros",
  } as const;
  const network = sequential({ layers: [layers.dense({ ...dense, inputShape: [...dense.inputShape] })] });
  network.compile({ optimizer: train.adam(0.05), loss: "binaryCrossentropy" });
  const inputs = toInputs(flights);
  const labels = tensor1d(flights.map(({ isLate }) => (isLate ? 1 : 0)));
  await network.fit(inputs, labels, { epochs: 5, batchSize: 128, shuffle: false, verbose: 0 });
  inputs.dispose();
  labels.dispose();
  return network;
}

/** The scores of a batch of flights, in their order. */
export function scoreFlights(network: Sequential, flights: readonly Flight[]): readonly number[] {
  return tidy(() => {
    const output = network.predict(toInputs(flights));
    const scores = Array.isArray(output) ? output[0] : output;
    return Array.from(scores?.dataSync() ?? []);
  });
}

function toInputs(flights: readonly Flight[]) {
  return tensor2d(
    flights.flatMap((flight) => [...encodeFlight(flight)]),
    [flights.length, INPUT_WIDTH],
  );
}
