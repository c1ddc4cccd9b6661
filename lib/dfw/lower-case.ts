const UPPER_A = 65;
const UPPER_Z = 90;
const ASCII = 128;

/** Whether the character stays as it is in lower case, whatever stands around it. */
const isLower = (code: number): boolean => code < ASCII && (code < UPPER_A || code > UPPER_Z);

/** The text in lower case: mostly it is so already, and then no string is made. */
export function lowerOf(text: string): string {
  for (let at = 0; at < text.length; at++) if (!isLower(text.charCodeAt(at))) return text.toLowerCase();
  return text;
}

/**
 * Whether the text in lower case is the other one, which is in lower case. Lower case is never shorter, and a character that has
 * no other case decides where it differs, so that hardly any text is converted.
 */
export function isInLower(text: string, lower: string): boolean {
  if (text === lower) return true;
  if (text.length > lower.length) return false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === lower.charCodeAt(at)) continue;
    return !isLower(code) && text.toLowerCase() === lower;
  }
  return false;
}
