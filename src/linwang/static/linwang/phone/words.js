// Words that the phone page says: the server put them into the page in the reader's language.
const source = document.getElementById("phone-words");
const all = source ? JSON.parse(source.textContent) : {};

export const say = (name, values = {}) => (all[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
