/** The channels that a system message offers to the model. */

import { expectBoolean, expectInstance, expectObject, expectStrings } from "../../validation/expect.ts";

/** The canonical form of a {@link ChannelConfig}. */
export interface ChannelConfigDict {
  /** The channels' names. */
  valid_channels: string[];
  /** Whether every message of the assistant must name its channel. */
  channel_required: boolean;
}

/**
 * The channels that the model may write to (Python: `ChannelConfig`).
 *
 * @example
 * ```ts
 * const channels = ChannelConfig.requireChannels(["analysis", "final"]);
 * SystemContent.new().withChannelConfig(channels);
 * ```
 */
export class ChannelConfig {
  /** The channels' names. If there are none, the system message does not mention channels. */
  validChannels: string[];
  /** Whether every message of the assistant must name its channel. */
  channelRequired: boolean;

  /** @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type. */
  constructor(init: Pick<ChannelConfig, "validChannels" | "channelRequired">) {
    const { validChannels, channelRequired } = expectObject(init, "init");
    this.validChannels = expectStrings(validChannels, "validChannels");
    this.channelRequired = expectBoolean(channelRequired, "channelRequired");
  }

  /**
   * Creates a configuration in which every message of the assistant must name one of the channels.
   *
   * @throws {@linkcode HarmonyValueError} if `channels` is not an array of strings.
   */
  static requireChannels(channels: string[]): ChannelConfig {
    return new ChannelConfig({ validChannels: expectStrings(channels, "channels"), channelRequired: true });
  }
}

export function expectChannelConfigOrNull(value: unknown): ChannelConfig | null {
  return value === null ? null : expectInstance(value, ChannelConfig, "channelConfig");
}

export function channelConfigToDict(config: ChannelConfig): ChannelConfigDict {
  return {
    valid_channels: expectStrings(config.validChannels, "channelConfig.validChannels"),
    channel_required: expectBoolean(config.channelRequired, "channelConfig.channelRequired"),
  };
}

export function channelConfigFromDict(raw: unknown, path: string): ChannelConfig | null {
  if (raw === null) return null;
  const dict = expectObject(raw, path, "an object or null");
  return new ChannelConfig({
    validChannels: expectStrings(dict.valid_channels, `${path}.valid_channels`),
    channelRequired: expectBoolean(dict.channel_required, `${path}.channel_required`),
  });
}
