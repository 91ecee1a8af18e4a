// Parts of pages.
const heading = (text, more) =>
  h("h2", { id: "heading", tabindex: -1 }, text, more && h("span", { class: "aside" }, more));
const scroll = (label, table) =>
  h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": label }, table);
const head = (...names) =>
  h("thead", null, h("tr", null, names.map((name) => (name ? h("th", { scope: "col" }, name) : h("td")))));
const list = (items) => h("ul", { class: "flat" }, items.map((item) => h("li", null, item)));
function about(wave) {
  const notes = [];
  if (wave.kind === "reconstructed") {
    notes.push(h("p", { class: "note" }, h("strong", null, word("Reconstructed wave.")), " ",
      word("The answers themselves are lost. What stands here was read back from the report published at the time: what it states or what follows from it. Everything else is shown as not known.")));
  }
  if (wave.kind === "published") notes.push(h("p", { class: "note" }, word("Of this wave only published totals are known.")));
  if (wave.kind === "participation") notes.push(h("p", { class: "note" }, word("Of this wave it is known who answered, and not what.")));
  if (wave.stale) notes.push(h("p", { class: "note" }, word("Not up to date: the latest files of this wave could not be admitted.")));
  return notes;
}
function kindNotes(shown) {
  const marked = shown.filter((wave) => wave.kind !== "responses" || wave.stale);
  return marked.map((wave) => h("div", { class: "wave-note" }, h("p", { class: "soft" }, wave.id), about(wave)));
}
function respondentLinks(found, wave) {
  return found.flatMap((who, place) => [place > 0 && ", ",
    link({ view: "respondent", id: who.id }, who.name), wave && who.waves[wave.id] && ` (${word("not counted")})`]);
}
function respondentsWho(question, wave, test) {
  return data.respondents.filter((who) => {
    const answer = ((who.answers[question] || {})[wave]);
    return answer && test(answer);
  });
}
function indicatorTable(found, shown, amountAt, label) {
  return scroll(label, h("table", { class: "grid" },
    h("thead", null, h("tr", null, h("td"), shown.map((wave) => h("th", { scope: "col" }, wave.id)))),
    h("tbody", null, found.map((row) => h("tr", null,
      h("th", { scope: "row" }, row.head),
      shown.map((wave) => {
        const [amount, id] = amountAt(row, wave);
        return h("td", null, amountOf(amount, id));
      }))))));
}
const inWaves = (indicator, shown) =>
  shown.filter((wave) => indicator.waves[wave.id]);
const indicatorAt = (row, wave) =>
  [row.indicator.waves[wave.id], `${wave.id}.indicator.${row.indicator.id}`];
// Bars of the last of the waves.
function lastBars(title, shown, rowsIn) {
  if (!shown.length) return null;
  const last = shown[shown.length - 1];
  const drawn = barChart(`${title}, ${last.id}`, rowsIn(last));
  return drawn && [shown.length > 1 && h("p", { class: "soft" }, t("Drawn: {wave}", { wave: last.id })), drawn];
}
function besides(shown) {
  return shown.length > 1 && h("p", { class: "soft" },
    t("Other {nouns} answer each time: numbers side by side are no change.", { nouns: many }));
}
const missing = () => ({ title: word("Nothing here"), body: [heading(word("Nothing here")), h("p", null, word("This survey has nothing of this kind to show yet."))] });
