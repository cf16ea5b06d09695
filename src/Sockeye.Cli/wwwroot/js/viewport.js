// Where a soft keyboard covers the page instead of shrinking it (iOS), the page follows the visible part.

export function followVisualViewport() {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const follow = () => {
    // While the reader has zoomed in, the layout stays as it is.
    if (viewport.scale > 1.01) return;
    document.documentElement.style.setProperty("--viewport-height", `${Math.round(viewport.height)}px`);
    if (viewport.offsetTop > 0) window.scrollTo(0, 0);
  };
  viewport.addEventListener("resize", follow);
  viewport.addEventListener("scroll", follow);
  follow();
}
