/** Another port lets two checkouts run their journeys at the same time. */
const port = Number(process.env['QP_PORT'] ?? 4197);

/** The release build with the headers of `npm start`. */
export const site = { port, address: `http://127.0.0.1:${String(port)}/` };

/** The same build below a path, on a host that sets no headers. */
const path = '/some/sub/path/';
export const plainSite = { port: port + 1, path, address: `http://127.0.0.1:${String(port + 1)}${path}` };
