/**
 * What is being put together field by field. The fields that a row may lack are added one after the other where thousands of rows are made:
 * a literal that spreads others in costs several times as much.
 */
export type Draft<T> = { -readonly [Field in keyof T]: T[Field] };
