// Views of topics. A view returns what stands in the page, and says in a phrase what it is.
function topics() {
  return {
    title: word("Topics"),
    body: [heading(word("Topics")), data.sections.map((section) => [
      h("h3", null, link({ view: "topic", id: section.id }, section.title)),
      section.intro && h("p", { class: "intro" }, section.intro),
      list(data.questions.filter((question) => question.section === section.id)
        .map((question) => link({ view: "question", id: question.id }, question.short))),
    ]), waveTable()],
  };
}
function waveTable() {
  return [h("h3", null, word("Waves")), h("table", { class: "who" }, head(word("Wave"), capital(many), word("What is known")),
    h("tbody", null, data.waves.slice().reverse().map((wave) => h("tr", null,
      h("th", { scope: "row" }, wave.page ? h("a", { href: `${encodeURIComponent(wave.id)}${data.ending}` }, t("Report {wave}", { wave: wave.id })) : wave.id),
      h("td", null, figure(`${wave.id}.wave.${wave.measure}`, wave.n)),
      h("td", null, wave.kindLabel, wave.period && h("span", { class: "aside" }, wave.period))))))];
}

function topic() {
  const section = sections.get(state.id) || data.sections[0];
  if (!section) return missing();
  const shown = chosenWaves();
  const found = data.indicators.filter((indicator) =>
    indicator.section === section.id && inWaves(indicator, shown).length);
  if (state.sort === "high") {
    const size = (indicator) => {
      const last = inWaves(indicator, shown).pop();
      return indicator.waves[last.id].low ?? -1;
    };
    found.sort((a, b) => size(b) - size(a));
  }
  const asked = shown.filter((wave) => found.some((indicator) => indicator.waves[wave.id]));
  const asks = data.questions.filter((question) => question.section === section.id);
  return {
    title: section.title,
    body: [heading(section.title),
      section.intro && h("p", { class: "intro" }, section.intro),
      found.length > 0 && [h("h3", null, word("Indicators")), besides(asked),
        lastBars(section.title, asked, (wave) => found.filter((indicator) => indicator.waves[wave.id])
          .map((indicator) => ({ label: indicator.title, amount: indicator.waves[wave.id] }))),
        indicatorTable(found.map((indicator) => ({
          indicator,
          head: indicator.question && questions.has(indicator.question)
            ? link({ view: "question", id: indicator.question }, indicator.title) : indicator.title,
        })), asked, indicatorAt, word("Indicators through the waves"))],
      h("h3", null, word("Questions")),
      list(asks.map((question) => link({ view: "question", id: question.id }, question.short))),
      kindNotes(asked)],
  };
}
