// What the page was given; words, elements, and the state in the address.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (list) => new Map(list.map((one) => [one.id, one]));
const waves = byId(data.waves);
const sections = byId(data.sections);
const questions = byId(data.questions);
const indicators = byId(data.indicators);
const groupings = byId(data.groupings);
const respondents = byId(data.respondents);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const [one, many] = data.noun;

// ---- Words: phrases are English here, and data.words has them in the page's language.
const word = (text) => data.words[text] || text;
// A phrase in its parts: what stands in its braces is put there.
const t = (text, parts) => word(text).split(/\{(\w+)\}/).map((part, place) => (place % 2 ? parts[part] : part));
const line = (text, parts) => t(text, parts).join("");
const all = () => line("All {nouns}", { nouns: many });

// ---- Elements. Texts only ever become text nodes.
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  const kept = children.flat(Infinity).filter((child) => child != null && child !== false);
  // What is not in the page's language says in which it is.
  if (kept.length === 1 && data.foreign[kept[0]]) node.setAttribute("lang", data.foreign[kept[0]]);
  node.append(...kept.map((child) => (kept.length > 1 && data.foreign[child] ? h("span", { lang: data.foreign[child] }, child) : child)));
  return node;
}
const h = (tag, attributes, ...children) =>
  fill(document.createElement(tag), attributes, children);

// ---- State: all of it stands in the address, after the #.
let state = {};
function read() {
  const found = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  return views[found.view] ? found : { view: "topics" };
}
function address(wanted) {
  const kept = Object.entries(wanted).filter(([, value]) => value != null);
  return "#" + new URLSearchParams(kept);
}
const link = (wanted, text, more) => h("a", { href: address(wanted), ...more }, text);
function change(part) {
  location.hash = address({ ...state, ...part });
}
function chosenWaves() {
  if (state.waves == null) return data.waves.slice();
  const wanted = state.waves.split(",");
  return data.waves.filter((wave) => wanted.includes(wave.id));
}
