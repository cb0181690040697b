// Links that tell the kernel which one is followed, then open the page as any link does.
export default {
  render({ model, el }) {
    const row = document.createElement("div");
    row.className = "pp-links";
    row.setAttribute("data-lm-suppress-shortcuts", "true");
    el.append(row);
    const draw = () => {
      const words = document.createElement("span");
      words.textContent = model.get("words");
      row.replaceChildren(
        words,
        ...model.get("links").map(({ key, title }) => {
          const link = document.createElement("a");
          link.href = model.get("page");
          link.target = "_blank";
          link.rel = "noopener";
          link.textContent = title;
          link.addEventListener("click", () => model.send({ follow: key }));
          return link;
        }),
      );
      row.style.display = model.get("links").length ? "" : "none";
    };
    for (const name of ["links", "page", "words"]) model.on(`change:${name}`, draw);
    draw();
    return () => {
      for (const name of ["links", "page", "words"]) model.off(`change:${name}`, draw);
    };
  },
};
