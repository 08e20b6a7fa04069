/** The stack's output that holds a setting: CloudFormation takes letters and digits only. `TABLE_FEEDS` is `TableFeeds`. */
export const outputName = (name: string): string =>
  name
    .toLowerCase()
    .split(/[_-]/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
