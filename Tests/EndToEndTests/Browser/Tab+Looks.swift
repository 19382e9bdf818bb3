import Testing

/// What a page looks like, in numbers.
extension Tab {
  /// What is wider than the window, or than the box that it is in and that does not cut it off.
  func overflow() async throws -> [String] {
    try await value(
      """
      [document.documentElement, ...document.querySelectorAll('#groups, #conversation, #scroller, #messages li, #sign-in')]
        .filter(box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
        .map(box => `${box.id || box.tagName}: ${box.scrollWidth} > ${box.clientWidth}`)
      """
    )
  }

  /// The contrast of what is visible and has text of its own with what lies behind it, where it is below a
  /// limit.
  ///
  /// Source: WCAG 2.2, "relative luminance" and "contrast ratio"; 4.5 is its limit for text.
  func faintTexts(below limit: Double = 4.5) async throws -> [String] {
    try await value(
      """
      (() => {
        const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
        const luminance = ([r, g, b]) => [r, g, b]
          .map(part => part / 255)
          .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
          .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
        const behind = (box) => {
          for (; box; box = box.parentElement) {
            const color = rgb(getComputedStyle(box).backgroundColor);
            if (color.length < 4 || color[3] === 1) return color;
          }
          return [255, 255, 255];
        };
        const hasText = (box) => [...box.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        return [...document.body.querySelectorAll('*')]
          .filter(box => box.checkVisibility() && !box.disabled && hasText(box))
          .flatMap(box => {
            const [a, b] = [luminance(rgb(getComputedStyle(box).color)), luminance(behind(box))];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            return contrast < \(limit) ? [`${box.tagName}#${box.id}.${box.className} ${contrast.toFixed(2)}`] : [];
          });
      })()
      """
    )
  }

  /// The lightness of the page's background, from 0 to 255.
  func background() async throws -> Double {
    try await value("Number(getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/)[0])")
  }
}
