/** Runs inside a page: controls without a name, and texts whose contrast is below 4.5 to 1 (WCAG 2, AA). */
export const accessibilityFaults = (): readonly string[] => {
  const AA = 4.5;

  /** Any colour, also one given by `color-mix`, as the browser paints it. */
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const paint = (color: string): readonly [number, number, number, number] => {
    if (!canvas) throw new Error('no canvas');
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha];
  };
  const luminance = (color: string) => {
    const [red, green, blue] = paint(color).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const backgroundOf = (element: Element | null): string => {
    if (!element) throw new Error('nothing behind the text is opaque');
    const { backgroundColor } = getComputedStyle(element);
    return paint(backgroundColor)[3] === 255 ? backgroundColor : backgroundOf(element.parentElement);
  };
  const contrast = (element: Element) => {
    const levels = [luminance(getComputedStyle(element).color), luminance(backgroundOf(element))];
    return (Math.max(...levels) + 0.05) / (Math.min(...levels) + 0.05);
  };

  const visible = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility());
  const named = (element: Element) =>
    Boolean(
      (element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element.textContent)?.trim(),
    );
  const withText = visible.filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()),
  );
  return [
    ...visible
      .filter((element) => element.matches('button, input, a, select, textarea') && !named(element))
      .map((element) => `no name: ${element.outerHTML}`),
    ...withText
      .filter((element) => contrast(element) < AA)
      .map((element) => `contrast ${contrast(element).toFixed(2)}: ${element.outerHTML}`),
  ];
};
