export { SqlError } from "./errors.js";
