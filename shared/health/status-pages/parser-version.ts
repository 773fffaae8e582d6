/** Raised with every change of what a parser makes of the same bytes: facts kept from an earlier version are then read anew instead of being confirmed by a 304. */
export const PARSER_VERSION = 1;
