// Texts of the charts shown with less than 4.5 to 1 between them and what is painted under them.
// axe leaves texts in drawings undecided.
() => {
  const luminance = (color) => {
    const [r, g, b] = parts(color).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = getComputedStyle(document.body).backgroundColor;
  const parts = (color) => color.match(/[\d.]+/g).slice(0, 3).map(Number);
  const painted = ({ fill, fillOpacity }) => {
    const [over, below] = [parts(fill), parts(page)];
    return `rgb(${over.map((part, at) => part * fillOpacity + below[at] * (1 - fillOpacity))})`;
  };
  const under = (text, shapes) => {
    const box = text.getBoundingClientRect();
    const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const found = shapes.filter((shape) => {
      const area = shape.getBoundingClientRect();
      return shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING
        && area.left <= middle[0] && middle[0] <= area.right
        && area.top <= middle[1] && middle[1] <= area.bottom
        && getComputedStyle(shape).fill.startsWith("rgb("); // rgba: nothing is painted
    });
    return found.length ? painted(getComputedStyle(found.pop())) : page;
  };
  const faint = [];
  for (const chart of document.querySelectorAll(".chart > svg")) {
    if (!chart.checkVisibility()) continue;
    const shapes = [...chart.querySelectorAll("rect, circle, path, polygon")];
    for (const text of chart.querySelectorAll("text, tspan")) {
      const own = [...text.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      if (!own) continue;
      const two = [getComputedStyle(text).fill, under(text, shapes)];
      const [low, high] = two.map(luminance).sort((a, b) => a - b);
      const ratio = (high + 0.05) / (low + 0.05);
      if (ratio < 4.5) faint.push(`${text.textContent}: ${two.join(" on ")}, ${ratio.toFixed(2)}`);
    }
  }
  return faint;
}
