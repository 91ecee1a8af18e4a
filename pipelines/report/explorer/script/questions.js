// Views of questions: what each wave answered, indicators, groups, panels.
function question() {
  const found = questions.get(state.id) || data.questions[0];
  if (!found) return missing();
  const shown = chosenWaves();
  const asked = shown.filter((wave) => found.waves[wave.id]);
  const own = data.indicators.filter((indicator) => indicator.question === found.id
    && inWaves(indicator, shown).length);
  const tables = asked.slice().reverse().map((wave) => questionWave(found, wave));
  const parts = own.map((indicator) => indicatorPart(indicator, shown));
  return {
    title: found.short,
    body: [heading(found.short),
      h("p", { class: "meta" }, link({ view: "topic", id: found.section }, sections.get(found.section).title),
        ` · ${data.types[found.type]}`, found.askedIf && [` · ${word("Asked only where")} `, found.askedIf]),
      found.note && h("p", { class: "note" }, found.note),
      asked.length === 0 && h("p", null, word("None of the waves picked has answers to this question.")),
      state.group ? [parts, tables] : [tables, parts],
      state.group && own.length === 0 && h("p", null, word("Groups are shown of indicators; there is none on this question."))],
  };
}
function questionWave(found, wave) {
  const here = found.waves[wave.id];
  const start = `${wave.id}.question.${found.id}`;
  return h("section", { "aria-labelledby": `wave-${wave.id}` },
    h("h3", { id: `wave-${wave.id}` }, wave.id, h("span", { class: "aside" }, wave.kindLabel)),
    about(wave),
    h("p", { class: "wording" }, here.wording),
    h("p", { class: "meta" }, t("Asked of {n} {nouns}", { n: figure(`${start}.asked`, here.asked), nouns: many }),
      here.known !== "all" && [" · ", t("{n} not known, or known in part only", { n: figure(`${start}.unknown`, here.unknown) })]),
    here.break && h("p", { class: "note" }, t("Doesn’t compare with earlier waves: {why}", { why: here.break })),
    here.complete === false && h("p", { class: "note" }, word("More answers were offered than are known.")),
    Object.keys(here.numbers).length > 0 && h("dl", { class: "numbers" },
      Object.entries(here.numbers).map(([measure, text]) => h("div", null,
        h("dt", null, data.measures[measure]),
        h("dd", null, figure(`${wave.id}.number.${found.id}.${measure}`, text))))),
    barChart(`${found.short}, ${wave.id}`, sorted(here.options).map((option) => ({ label: option.label, amount: option }))),
    here.options.length > 0 && h("table", { class: "answers" },
      h("caption", { class: "vh" }, `${found.short}, ${wave.id}`),
      head(word("Answer"), capital(many)),
      h("tbody", null, sorted(here.options).map((option) => h("tr", null,
        h("th", { scope: "row" }, option.label, named(found, wave, option)),
        h("td", null, amountOf(option, optionId(wave.id, found.id, option.id))))))),
    here.states.length > 0 && h("dl", { class: "lists" }, here.states.map((outside) => h("div", null,
      h("dt", null, data.states[outside.id], quotedIn(outside), word(": ")), " ",
      h("dd", { class: "count inline" }, figure(`${start}.state.${outside.id}`, outside.n))))));
}
const quoted = (text) => t("“{text}”", { text });
const quotedIn = (outside) => outside && outside.label && [" (", quoted(outside.label), ")"];
function sorted(options) {
  if (state.sort !== "high") return options;
  return options.slice().sort((a, b) => (b.low ?? -1) - (a.low ?? -1));
}
function named(found, wave, option) {
  const who = respondentsWho(found.id, wave.id, (answer) => answer.yes.includes(option.id));
  return who.length > 0 && h("details", null,
    h("summary", null, word("By name")), h("p", { class: "soft" }, respondentLinks(who)));
}
function indicatorPart(indicator, shown) {
  const here = inWaves(indicator, shown);
  const grouping = groupings.get(state.group);
  const groups = grouping && indicator.groups[grouping.id];
  return h("section", { "aria-labelledby": `indicator-${indicator.id}` },
    h("h3", { id: `indicator-${indicator.id}` }, indicator.title), besides(here),
    lineChart(indicator, shown),
    indicatorTable([{ indicator, head: all() }], here, indicatorAt, indicator.title),
    here.map((wave) => indicator.waves[wave.id].break
      && h("p", { class: "note" }, t("{wave} doesn’t compare with {before}: {why}",
        { wave: wave.id, before: indicator.waves[wave.id].before, why: indicator.waves[wave.id].break }))),
    panelLines(indicator, shown),
    grouping && [h("h4", null, t("By {group}", { group: grouping.label.toLowerCase() })),
      groups ? groupRows(indicator, grouping, groups, here)
        : h("p", null, word("There are no groups of this kind in this indicator."))]);
}
function groupRows(indicator, grouping, groups, shown) {
  const here = shown.filter((wave) => Object.values(groups).some((points) => points[wave.id]));
  const rows = grouping.values.filter(([value]) => groups[value]).map(([value, label]) => ({
    value, label, head: link({ view: "group", by: grouping.id, id: value }, label),
  }));
  if (state.sort === "high" && here.length) {
    const last = here[here.length - 1].id;
    const size = (row) => (groups[row.value][last] ? Number(groups[row.value][last].n.replace(/\D/g, "")) : -1);
    rows.sort((a, b) => size(b) - size(a));
  }
  const title = `${indicator.title}, ${grouping.label}`;
  return [lastBars(title, here, (wave) => rows.filter((row) => groups[row.value][wave.id])
    .map((row) => ({ label: row.label, amount: groups[row.value][wave.id] }))),
  indicatorTable(rows, here, (row, wave) =>
    [groups[row.value][wave.id], `${wave.id}.group.${grouping.id}.${row.value}.${indicator.id}`], title)];
}
const pairsIn = (indicator, shown) => indicator.panels.filter((pair) =>
  shown.includes(waves.get(pair.from)) && shown.includes(waves.get(pair.to)));
function panelLines(indicator, shown) {
  const pairs = pairsIn(indicator, shown);
  return pairs.length > 0 && h("ul", { class: "prose soft" }, pairs.map((pair) => {
    const id = `${pair.to}.both.${pair.from}.${indicator.id}`;
    const of = (measure) => figure(`${id}.${measure}`, pair[measure]);
    return h("li", null, t("Panel {from} to {to}: of {base} {nouns} whose answer is known in both, {n_from} and then {n_to} ({gained} started, {lost} stopped).",
      { from: pair.from, to: pair.to, nouns: many, base: of("base"), n_from: of("n_from"), n_to: of("n_to"), gained: of("gained"), lost: of("lost") }),
    pair.unknown !== "0" && [" ", t("Of {n} more it is not known.", { n: of("unknown") })]);
  }));
}
