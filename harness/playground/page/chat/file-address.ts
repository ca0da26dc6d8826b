/** Where the server gives out a file. */
export const fileAddress = ({ file_id }: { readonly file_id: string }): string =>
  `files/${encodeURIComponent(file_id)}`;
