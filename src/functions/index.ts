import * as aggregates from './aggregate/index.js';
import * as casts from './cast/index.js';
import { provideFunctions } from './registry.js';
import * as scalars from './scalar/index.js';
import * as windows from './window/index.js';

// Whoever looks functions up by name or id imports this module for its effect.
provideFunctions({ scalars, aggregates, windows, casts });
