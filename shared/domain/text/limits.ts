/** The longest texts of an article that are kept, in UTF-16 units. */
export const titleLimit = 300;
export const summaryLimit = 2_000;
