// Words that scripts say: the server put them into the page in the reader's language.
const source = document.getElementById("frame-words");
const all = source ? JSON.parse(source.textContent) : {};

export function word(name, values = {}) {
  return (all[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}
