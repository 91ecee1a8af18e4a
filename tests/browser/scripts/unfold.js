// Opens what can be folded out, of each class no more than asked for.
(most) => {
  const opened = {};
  for (const one of document.querySelectorAll("details")) {
    opened[one.className] = (opened[one.className] || 0) + 1;
    one.open = opened[one.className] <= most;
  }
}
