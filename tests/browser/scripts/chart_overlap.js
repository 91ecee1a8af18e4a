// Texts of the charts shown that leave their sheet, or run into another text.
() => {
  const found = [];
  for (const chart of document.querySelectorAll(".chart > svg")) {
    if (!chart.checkVisibility()) continue;
    const sheet = chart.getBoundingClientRect();
    const texts = [...chart.querySelectorAll("text")];
    const boxes = texts.map((text) => text.getBoundingClientRect());
    const said = (at) => `${chart.closest("[data-chart]")?.dataset.chart}: ${texts[at].textContent}`;
    boxes.forEach((box, at) => {
      if (box.left < sheet.left - 1 || box.right > sheet.right + 1) found.push(`${said(at)} leaves`);
      boxes.slice(at + 1).forEach((other, after) => {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (across > 1 && down > 3) found.push(`${said(at)} | ${texts[at + 1 + after].textContent}`);
      });
    });
  }
  return found;
}
