// Elements that stick out of the page on the right and can't be scrolled to within their region.
() => [...document.body.querySelectorAll("*")].filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width > 1 && box.right > document.documentElement.clientWidth + 1
    && node.checkVisibility({ visibilityProperty: true })
    && !node.parentElement.closest("svg, .vh")
    && (getComputedStyle(node.closest(".scroll") || document.body).overflowX === "visible");
}).map((node) => node.outerHTML.slice(0, 120))
