/** Version of every message between server and browser; a browser that meets another one reloads. */
export const WIRE_VERSION = 2;
