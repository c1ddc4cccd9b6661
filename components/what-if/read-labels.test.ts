import { describe, expect, it } from 'vitest';
import { readLabels } from './read-labels';

const mistake = (text: string): string => {
  const read = readLabels(text);
  if (read.ok) throw new Error(`${text} was read`);
  return read.message;
};

describe('labels as kubectl takes them', () => {
  it('sets one, and takes one off', () => {
    expect(readLabels('secgroup=web')).toEqual({ ok: true, labels: { secgroup: 'web' } });
    expect(readLabels('secgroup-')).toEqual({ ok: true, labels: { secgroup: null } });
  });

  it('reads several, apart by blanks or commas', () => {
    expect(readLabels(' secgroup=web,tier=front  old- ')).toEqual({
      ok: true,
      labels: { secgroup: 'web', tier: 'front', old: null },
    });
  });

  it('knows keys with a prefix, and values that are empty or end in no letter', () => {
    expect(readLabels('app.kubernetes.io/part-of=shop_1.2 example.com/x- empty= key-with-dash=a-1')).toEqual({
      ok: true,
      labels: { 'app.kubernetes.io/part-of': 'shop_1.2', 'example.com/x': null, empty: '', 'key-with-dash': 'a-1' },
    });
  });

  it.each([
    ['', /^No label is given: write one as secgroup=web/],
    [' , ', /^No label is given/],
    ['secgroup', /^“secgroup” has no value: write secgroup=VALUE to set it, or secgroup- to take it off\.$/],
    ['=web', /^“=web” has no key: write it before the “=”/],
    ['-', /^“-” has no key: write it before the “-”/],
    ['a/=x', /^“a\/=x” has no key/],
    ['tier=front secgröup=web', /^The key “secgröup” in “secgröup=web” .* use letters, digits/],
    ['_a=b', /^The key “_a” in “_a=b”/],
    ['a=b=c', /^The value “b=c” in “a=b=c” .* use letters, digits/],
    ['a=-b', /^The value “-b”/],
    ['Example.com/a=b', /^“Example\.com” before the “\/” in .* is no DNS name: use one such as example\.com/],
    ['a=1 a-', /^“a” is named twice: leave one of them out/],
    [`a=${'x'.repeat(64)}`, /has 64 characters: Kubernetes takes 63 at most, so shorten it\.$/],
    [`${'x'.repeat(64)}=a`, /^The key .* has 64 characters/],
  ])('says of %j what is wrong, where, and what to do', (text, words) => {
    expect(mistake(text)).toMatch(words);
  });

  it('takes no word of JavaScript for one that was named', () => {
    expect(readLabels('constructor=web')).toEqual({ ok: true, labels: { constructor: 'web' } });
  });
});
