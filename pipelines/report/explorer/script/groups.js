// Views of groups of respondents.
function groups() {
  return {
    title: word("Groups"),
    body: [heading(word("Groups")), data.groupings.map((grouping) => [
      h("h3", null, grouping.label),
      list(grouping.values.map(([value, label]) => link({ view: "group", by: grouping.id, id: value }, label)))])],
  };
}
function group() {
  const grouping = groupings.get(state.by) || data.groupings[0];
  if (!grouping || !grouping.values.length) return missing();
  const [value, label] = grouping.values.find(([id]) => id === state.id) || grouping.values[0];
  const shown = chosenWaves();
  const field = { country: "country", kind: "kind" }[grouping.id];
  const who = field ? data.respondents.filter((each) => each[field] === value) : [];
  const found = data.indicators.filter((indicator) => (indicator.groups[grouping.id] || {})[value]);
  return {
    title: label,
    body: [heading(label, grouping.label),
      who.length > 0 && [h("h3", null, word("Who answered")), list(shown.map((wave) => {
        const here = who.filter((each) => wave.id in each.waves);
        return here.length > 0 && [h("strong", null, wave.id), word(": "), respondentLinks(here, wave)];
      }).filter(Boolean))],
      found.length === 0 && h("p", null, word("No indicator is known for this group.")),
      sections.size > 0 && data.sections.map((section) => groupSection(section, grouping, [value, label], found, shown)),
      kindNotes(shown.filter((wave) => found.some((indicator) => indicator.groups[grouping.id][value][wave.id])))],
  };
}
function groupSection(section, grouping, [value, label], found, shown) {
  const rows = found.filter((indicator) => indicator.section === section.id)
    .map((indicator) => ({ indicator, points: indicator.groups[grouping.id][value] }));
  const here = shown.filter((wave) => rows.some((row) => row.points[wave.id]));
  if (!here.length) return null;
  return [h("h3", null, section.title),
    here.map((wave) => {
      const known = rows.filter((row) => row.points[wave.id]);
      return known.length > 0 && [barChart(`${label}, ${section.title}, ${wave.id}`, known.flatMap(({ indicator, points }) => [
        { label: `${indicator.title}${word(": ")}${label}`, amount: points[wave.id] },
        ...(indicator.waves[wave.id] ? [{ label: all(), amount: indicator.waves[wave.id] }] : [])])),
      h("table", { class: "profile" },
        h("caption", null, wave.id), head("", word("This group"), all()),
        h("tbody", null, known.map((row) => h("tr", null,
          h("th", { scope: "row" }, row.indicator.question && questions.has(row.indicator.question)
            ? link({ view: "question", id: row.indicator.question, group: grouping.id }, row.indicator.title) : row.indicator.title),
          h("td", null, amountOf(row.points[wave.id], `${wave.id}.group.${grouping.id}.${value}.${row.indicator.id}`)),
          h("td", null, amountOf(...indicatorAt(row, wave)))))))];
    })];
}
