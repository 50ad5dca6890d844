/** The formats of an addon's file, as far as they tell how long it is. All published ones are 64-bit and little-endian. */

/**
 * Returns the number of bytes that a file has to have by its header, or `undefined` if the header is of no known format
 * or does not say.
 */
export function statedLength(header: Uint8Array): number | undefined {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  try {
    return elfLength(view) ?? machOLength(view) ?? peLength(view);
  } catch {
    // The header is shorter than it says, which the system's loader can explain.
    return undefined;
  }
}

/** Linux: the table of sections comes last. */
function elfLength(header: DataView): number | undefined {
  if (header.getUint32(0) !== 0x7f454c46) return undefined;
  return Number(header.getBigUint64(40, true)) + header.getUint16(58, true) * header.getUint16(60, true);
}

/** macOS: the segments are listed in load commands. */
function machOLength(header: DataView): number | undefined {
  const LC_SEGMENT_64 = 0x19;
  if (header.getUint32(0, true) !== 0xfeedfacf) return undefined;
  let length = 0;
  let command = 32;
  const end = command + header.getUint32(20, true);
  while (command < end) {
    if (header.getUint32(command, true) === LC_SEGMENT_64) {
      const segmentEnd = header.getBigUint64(command + 40, true) + header.getBigUint64(command + 48, true);
      length = Math.max(length, Number(segmentEnd));
    }
    command += Math.max(header.getUint32(command + 4, true), 8);
  }
  return length;
}

/** Windows: the sections are listed after the optional header. */
function peLength(header: DataView): number | undefined {
  const MZ = 0x5a4d;
  if (header.getUint16(0, true) !== MZ) return undefined;
  const pe = header.getUint32(60, true);
  let length = 0;
  let section = pe + 24 + header.getUint16(pe + 20, true);
  for (let count = header.getUint16(pe + 6, true); count > 0; count--) {
    length = Math.max(length, header.getUint32(section + 16, true) + header.getUint32(section + 20, true));
    section += 40;
  }
  return length;
}
