/** The release build with the headers of `npm start`. */
export const site = { port: 4197, address: 'http://127.0.0.1:4197/' };

/** The same build below a path, on a host that sets no headers. */
const path = '/some/sub/path/';
export const plainSite = { port: 4198, path, address: `http://127.0.0.1:4198${path}` };
