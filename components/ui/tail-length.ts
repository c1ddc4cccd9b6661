const LEAST = 6;
const MOST = 12;
const AND_MORE = / and [\d,]+ more$/;

/** So many characters of a name's end stay when its middle is cut: no number is cut in two. 0: it is short, its end may go. */
export function tailLength(text: string): number {
  if (text.length <= LEAST * 2) return 0;
  const more = AND_MORE.exec(text);
  if (more !== null) return more[0].length;
  for (let length = LEAST; length <= MOST; length++) if (!inNumber(text, text.length - length)) return length;
  return LEAST;
}

/** Between two digits, or a dash and its number: `database-4` must not read as 4 of something. */
const inNumber = (text: string, at: number): boolean =>
  /^,?\d/.test(text.slice(at)) && /(\d,?|-)$/.test(text.slice(0, at));
