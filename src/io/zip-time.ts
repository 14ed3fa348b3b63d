/** The time that files in a zip bear: the first that a zip knows, so that equal content gives equal bytes. */
export const NO_TIME = '1980-01-01T00:00:00';
