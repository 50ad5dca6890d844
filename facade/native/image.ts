/** The formats of an addon's file, as far as they tell how long it is. All published ones are 64-bit and little-endian. */

/**
 * Returns the number of bytes that a file has to have by its header, or `undefined` if the header is of no known format
 * or does not say.
 */
export function statedLength(header: Buffer): number | undefined {
  for (const read of [elfLength, machOLength, peLength]) {
    try {
      const length = read(header);
      if (length !== undefined) return length;
    } catch {
      // The header is shorter than it says, which the system's loader can explain.
    }
  }
  return undefined;
}

/** Linux: the table of sections comes last. */
function elfLength(header: Buffer): number | undefined {
  if (header.readUInt32BE(0) !== 0x7f454c46) return undefined;
  return Number(header.readBigUInt64LE(40)) + header.readUInt16LE(58) * header.readUInt16LE(60);
}

/** macOS: the segments are listed in load commands. */
function machOLength(header: Buffer): number | undefined {
  const LC_SEGMENT_64 = 0x19;
  if (header.readUInt32LE(0) !== 0xfeedfacf) return undefined;
  let length = 0;
  let command = 32;
  const end = command + header.readUInt32LE(20);
  while (command < end) {
    if (header.readUInt32LE(command) === LC_SEGMENT_64) {
      const segmentEnd = header.readBigUInt64LE(command + 40) + header.readBigUInt64LE(command + 48);
      length = Math.max(length, Number(segmentEnd));
    }
    command += Math.max(header.readUInt32LE(command + 4), 8);
  }
  return length;
}

/** Windows: the sections are listed after the optional header. */
function peLength(header: Buffer): number | undefined {
  if (header.toString("latin1", 0, 2) !== "MZ") return undefined;
  const pe = header.readUInt32LE(60);
  let length = 0;
  let section = pe + 24 + header.readUInt16LE(pe + 20);
  for (let count = header.readUInt16LE(pe + 6); count > 0; count--) {
    length = Math.max(length, header.readUInt32LE(section + 16) + header.readUInt32LE(section + 20));
    section += 40;
  }
  return length;
}
