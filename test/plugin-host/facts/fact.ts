import type { StartedPlugin } from "../host-answers.js";
import type { HostVariant } from "../host-variants.js";
import type { PluginHost } from "../plugin-host.js";
import type { Connection } from "../connections.js";
import type { PluginProcess } from "../plugin-process.js";

/** A host that starts and ends the plugin as a fact wants it. */
export interface Lifecycle {
  readonly host: PluginHost;
  readonly folder: string;
  readonly start: (connection: Connection) => Promise<StartedPlugin>;
}

/** What holds of a plugin's process from its start to its end. */
export interface LifecycleFact {
  readonly area: string;
  readonly name: string;
  readonly check: (lifecycle: Lifecycle) => Promise<void>;
}

/** A running test plugin with the host that started it. */
export interface Peer {
  readonly variant: HostVariant;
  readonly process: PluginProcess;
  readonly connection: Connection;
  readonly host: PluginHost;
  readonly started: StartedPlugin;
  /** Where unix sockets go. */
  readonly folder: string;
}

/** What a host finds true of a plugin: `check` throws where it is not. */
export interface Fact {
  /** The service or property of the protocol: a group of rows of the conformance table. */
  readonly area: string;
  readonly name: string;
  /** The connections over which it is asked; all where absent. */
  readonly over?: readonly Connection["name"][];
  readonly check: (peer: Peer) => Promise<void>;
}
