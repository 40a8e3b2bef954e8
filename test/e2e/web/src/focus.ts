/** As a `ref`: moves the focus to what has just come up, so that keyboards and screen readers go on from there. */
export const focused = (element: HTMLElement | null) => element?.focus();
