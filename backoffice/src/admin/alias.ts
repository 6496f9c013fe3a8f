/** Names in code, proposed from names for people. */

const LETTERS: Readonly<Record<string, string>> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  ß: "ss",
  æ: "ae",
  ø: "oe",
  å: "aa",
  œ: "oe",
  ł: "l",
};

/** Camel case of letters and digits that begins with a letter: `bodyText` for “Body text”. */
export function aliasFor(name: string): string {
  const plain = name
    .replace(/[äöüßæøåœł]/gi, (letter) => matched(letter, LETTERS[letter.toLowerCase()] ?? letter))
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "");
  const words = plain.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const camel = words
    .map((word, index) => (index === 0 ? lower(word) : word[0]!.toUpperCase() + word.slice(1)))
    .join("");
  return /^[0-9]/.test(camel) ? `_${camel}` : camel;
}

function matched(letter: string, plain: string): string {
  return letter === letter.toLowerCase() ? plain : plain[0]!.toUpperCase() + plain.slice(1);
}

function lower(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word[0]!.toLowerCase() + word.slice(1);
}
