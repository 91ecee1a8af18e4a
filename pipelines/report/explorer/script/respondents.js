// Views of respondents: the list, and all that one has answered.
function respondentList() {
  const rows = data.respondents.slice();
  const orders = {
    country: (a, b) => a.countryName.localeCompare(b.countryName, data.language),
    waves: (a, b) => Object.keys(b.waves).length - Object.keys(a.waves).length,
  };
  if (orders[state.sort]) rows.sort(orders[state.sort]);
  const shown = data.waves.filter((wave) => rows.some((who) => wave.id in who.waves));
  return {
    title: capital(many),
    body: [heading(capital(many)),
      rows.length === 0 ? h("p", null, t("The {nouns} of this survey are not printed by name.", { nouns: many }))
        : scroll(capital(many), h("table", { class: "grid" }, head(word("Name"), word("Country"), word("Answered")),
          h("tbody", null, rows.map((who) => h("tr", null,
            h("th", { scope: "row" }, link({ view: "respondent", id: who.id }, who.name)),
            h("td", null, who.countryName),
            h("td", null, shown.filter((wave) => wave.id in who.waves).map((wave) => wave.id).join(", "))))))),
      tooMany()],
  };
}
const tooMany = () => !data.profiles
  && h("p", { class: "note" }, word("There are more answers than this page can hold: profiles are left out."));

function respondent() {
  const who = respondents.get(state.id) || data.respondents[0];
  if (!who) return missing();
  const shown = chosenWaves().filter((wave) => wave.id in who.waves);
  const parts = data.sections.map((section) => profileSection(who, section, shown)).filter(Boolean);
  return {
    title: who.name,
    body: [heading(who.name),
      h("p", { class: "meta" }, capital(who.kindName || one), " · ",
        link({ view: "group", by: "country", id: who.country }, who.countryName)),
      h("ul", { class: "flat" }, shown.map((wave) => h("li", null, t("Answered {wave}", { wave: wave.id }),
        who.waves[wave.id] && [" (", t("not counted: {why}", { why: who.waves[wave.id] }), ")"], wave.kind !== "responses" && ` · ${wave.kindLabel}`))),
      shown.length === 0 && h("p", null, word("No answer in the waves picked.")),
      kindNotes(shown), tooMany(),
      data.profiles && parts.length === 0 && h("p", null, word("No answers are known.")), parts],
  };
}
function profileSection(who, section, shown) {
  const asked = data.questions.filter((found) => found.section === section.id && who.answers[found.id]
    && shown.some((wave) => who.answers[found.id][wave.id] && found.waves[wave.id]));
  if (!asked.length) return null;
  return h("section", { "aria-label": section.title },
    h("h3", null, link({ view: "topic", id: section.id }, section.title)),
    h("table", { class: "profile" }, head(word("Wave"), word("Answer"), all()),
      asked.map((found) => h("tbody", null,
        h("tr", null, h("th", { scope: "rowgroup", colspan: 3 }, link({ view: "question", id: found.id }, found.short))),
        shown.filter((wave) => who.answers[found.id][wave.id] && found.waves[wave.id])
          .map((wave) => profileRow(found, wave, who.answers[found.id][wave.id])),
        profilePanel(who, found, shown)))));
}
function profilePanel(who, found, shown) {
  const parts = data.indicators.filter((indicator) => indicator.question === found.id)
    .map((indicator) => [indicator, [lineChart(indicator, shown, who), panelLines(indicator, shown)].filter(Boolean)]);
  return parts.filter(([, part]) => part.length).map(([indicator, part]) => h("tr", null,
    h("td", { colspan: 3 }, h("p", { class: "soft" }, indicator.title), part)));
}
function profileRow(found, wave, answer) {
  const here = found.waves[wave.id];
  const label = (id) => (here.options.find((option) => option.id === id) || {}).label;
  const said = answer.yes.filter((id) => label(id));
  const parts = said.map((id) => h("div", null, label(id)));
  if (answer.given != null) parts.push(h("div", null, found.type === "number" ? answer.given : quoted(answer.given)));
  const out = here.states.find((outside) => outside.id === answer.state);
  if (answer.state !== "answered") {
    const words = data.states[answer.state];
    const rest = said.length > 0 && answer.state === "unknown" ? word("The rest is not known") : words;
    parts.push(h("div", { class: "soft" }, rest, quotedIn(out)));
  } else if (!parts.length) parts.push(h("div", { class: "soft" }, word("Answered")));
  answer.no.filter((id) => label(id)).forEach((id) => parts.push(h("div", { class: "soft" }, t("Not: {answer}", { answer: label(id) }))));
  const others = [...said, ...answer.no].filter((id) => label(id)).map((id) => {
    const option = here.options.find((each) => each.id === id);
    const several = said.length + answer.no.length > 1;
    return h("div", null, several && [option.label, word(": ")], amountOf(option, optionId(wave.id, found.id, id)));
  });
  if (here.numbers.median) others.push(h("div", null, data.measures.median, " ", figure(`${wave.id}.number.${found.id}.median`, here.numbers.median)));
  if (out) others.push(h("div", { class: "soft" }, data.states[out.id], word(": "), figure(`${wave.id}.question.${found.id}.state.${out.id}`, out.n)));
  return h("tr", null, h("th", { scope: "row" }, wave.id), h("td", null, parts), h("td", null, others));
}
